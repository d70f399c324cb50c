package org.tongbao.issue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;

/**
 * Where finished artifacts are kept: written under a temporary name, moved when they are whole, entered in the
 * warehouse with their SHA-256. A manifest beside them names what they were made from; it holds no clock, so the same
 * facts give the same manifest.
 */
public final class Archive {

    private final Path folder;
    private final Run run;
    private final List<Artifact> artifacts = new ArrayList<>();

    /** What the run has been made from. */
    public static final String MANIFEST = "manifest.json";

    /** Artifacts of a run, in a folder of their own. */
    public Archive(Path folder, Run run) {
        this.folder = folder;
        this.run = run;
    }

    /** Writes one artifact. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * A finished file.
     *
     * @param bulletin which bulletin it is
     * @param recipient subject it is for
     * @param file its name in the archive's folder
     * @param sha256 of its bytes
     */
    public record Artifact(String bulletin, String recipient, String file, String sha256) {}

    /** Writes a file whole or not at all. Safe for several threads. */
    public Artifact add(String bulletin, String recipient, String file, Content content) {
        var digest = sha256();
        var target = folder.resolve(file);
        var temporary = folder.resolve(file + ".part");
        try {
            Files.createDirectories(folder);
            try (var out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary)), digest)) {
                content.writeTo(out);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var artifact = new Artifact(bulletin, recipient, file, HexFormat.of().formatHex(digest.digest()));
        synchronized (artifacts) {
            artifacts.add(artifact);
        }
        return artifact;
    }

    /** The files of a run that has been entered in the warehouse, the manifest last. */
    public static List<String> files(Session session, Run run) {
        var files = new ArrayList<String>();
        session.query("select path from stage.artifact where run = ? order by path", run.number())
                .forEach(row -> files.add(row.text("path")));
        files.add(MANIFEST);
        return files;
    }

    /**
     * Enters the run's artifacts in the warehouse and writes {@code manifest.json}.
     *
     * @param version of the program
     * @param specSha256 of the files that people edit
     */
    public void close(Session session, String version, String specSha256) {
        var sorted = artifacts.stream()
                .sorted(java.util.Comparator.comparing(Artifact::file))
                .toList();
        session.inTransaction(() -> {
            session.execute("delete from stage.artifact where run = ?", run.number());
            for (var artifact : sorted) {
                session.execute(
                        "insert into stage.artifact values (?, ?, ?, ?, ?, 'draft', null)",
                        run.number(),
                        artifact.bulletin(),
                        artifact.recipient(),
                        artifact.file(),
                        artifact.sha256());
            }
        });
        var manifest = manifest(sorted, version, specSha256, facts(session));
        add("manifest", "", MANIFEST, out -> out.write(manifest.getBytes(StandardCharsets.UTF_8)));
    }

    /** A fingerprint of everything the run computed, independent of its number and of row order. */
    private String facts(Session session) {
        var digest = sha256();
        for (var table : List.of("observation", "score", "standing", "finding", "decision")) {
            session.stream(
                    "select * exclude (run" + (table.equals("finding") ? ", load_id" : "") + ") from stage." + table
                            + " where run = ? order by all",
                    row -> digest.update(row.values().toString().getBytes(StandardCharsets.UTF_8)),
                    run.number());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private String manifest(List<Artifact> sorted, String version, String specSha256, String facts) {
        var text = new StringBuilder("{\n");
        text.append("  \"program\": \"tongbao ").append(version).append("\",\n");
        text.append("  \"job\": \"").append(run.job()).append("\",\n");
        text.append("  \"period\": \"").append(run.period()).append("\",\n");
        text.append("  \"spec\": \"").append(specSha256).append("\",\n");
        text.append("  \"facts\": \"").append(facts).append("\",\n  \"artifacts\": [\n");
        for (int i = 0; i < sorted.size(); i++) {
            var artifact = sorted.get(i);
            text.append("    { \"file\": \"")
                    .append(artifact.file())
                    .append("\", \"bulletin\": \"")
                    .append(artifact.bulletin())
                    .append("\", \"recipient\": \"")
                    .append(artifact.recipient())
                    .append("\", \"sha256\": \"")
                    .append(artifact.sha256())
                    .append("\" }")
                    .append(i + 1 < sorted.size() ? ",\n" : "\n");
        }
        return text.append("  ]\n}\n").toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
