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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where finished artifacts are kept: written under a temporary name, moved when they are whole, entered in the
 * warehouse with their SHA-256. A manifest beside them names what they were made from; it holds no clock, so the same
 * facts give the same manifest.
 */
public final class Archive {

    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter JSON = JsonMapper.builder()
            .build()
            .writer()
            .with(new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES));

    private final Path folder;
    private final Run run;
    private final List<Artifact> artifacts = new ArrayList<>();
    private final Set<String> missingGlyphs = new TreeSet<>();

    /** What the run has been made from. */
    public static final String MANIFEST = "manifest.json";

    private static final String MISSING_GLYPHS = "missing_glyphs";

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
     * @param unsigned SHA-256 of its bytes before it was signed
     */
    public record Artifact(String bulletin, String recipient, String file, String sha256, String unsigned) {}

    /** What has been written so far, in order of file. */
    public List<Artifact> artifacts() {
        synchronized (artifacts) {
            return artifacts.stream()
                    .sorted(Comparator.comparing(Artifact::file))
                    .toList();
        }
    }

    /** Writes a file whole or not at all. Safe for several threads. */
    public Artifact add(String bulletin, String recipient, String file, Content content) {
        var sha256 = write(file, content);
        var artifact = new Artifact(bulletin, recipient, file, sha256, sha256);
        synchronized (artifacts) {
            artifacts.add(artifact);
        }
        return artifact;
    }

    private String write(String file, Content content) {
        var digest = DigestUtils.getSha256Digest();
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
        return Hex.encodeHexString(digest.digest());
    }

    /**
     * Writes files of an ending anew, such as with a signature added; what they were before stays known by its SHA-256.
     *
     * @param seal from the bytes of a file to those that take their place
     */
    public void seal(String ending, UnaryOperator<byte[]> seal) {
        synchronized (artifacts) {
            artifacts.replaceAll(artifact -> artifact.file().endsWith(ending) ? sealed(artifact, seal) : artifact);
        }
    }

    private Artifact sealed(Artifact artifact, UnaryOperator<byte[]> seal) {
        try {
            var bytes = seal.apply(Files.readAllBytes(folder.resolve(artifact.file())));
            return new Artifact(
                    artifact.bulletin(),
                    artifact.recipient(),
                    artifact.file(),
                    write(artifact.file(), out -> out.write(bytes)),
                    artifact.unsigned());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes characters that the fonts lack, so that pages show a # in their place; the manifest names them. */
    public void lack(Collection<String> characters) {
        missingGlyphs.addAll(characters);
    }

    /** The characters that the fonts lacked when the files of a folder were made, as its manifest says. */
    public static List<String> missingGlyphs(Path folder) {
        var manifest = folder.resolve(MANIFEST);
        try {
            var characters = new ArrayList<String>();
            if (Files.exists(manifest)) {
                JsonMapper.shared()
                        .readTree(Files.readAllBytes(manifest))
                        .path(MISSING_GLYPHS)
                        .forEach(each -> characters.add(each.asString()));
            }
            return characters;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Enters the run's artifacts in the warehouse, as drafts: all that there are of the run. */
    public void enter(Session session) {
        session.inTransaction(() -> {
            session.sql("delete from stage.artifact where run = :run")
                    .param("run", run.number())
                    .execute();
            insert(session);
        });
    }

    /** Enters drafts of a bulletin beside what has been made of the run before. */
    public void enterBeside(Session session, String bulletin) {
        session.inTransaction(() -> {
            session.sql("delete from stage.artifact where run = :run and bulletin = :bulletin and state = 'draft'")
                    .param("run", run.number())
                    .param("bulletin", bulletin)
                    .execute();
            insert(session);
        });
    }

    private void insert(Session session) {
        for (var artifact : artifacts()) {
            session.sql(
                            "insert into stage.artifact values (:run, :bulletin, :recipient, :path, :sha256, 'draft', null)")
                    .param("run", run.number())
                    .param("bulletin", artifact.bulletin())
                    .param("recipient", artifact.recipient())
                    .param("path", artifact.file())
                    .param("sha256", artifact.sha256())
                    .execute();
        }
    }

    /**
     * Writes {@code manifest.json}: what the artifacts were made from, and their hashes.
     *
     * @param version of the program
     * @param spec SHA-256 of the files that people edit, by part
     * @param numbers bulletin and recipient, with a blank between, to the number under which it is issued; empty for drafts
     * @return its SHA-256
     */
    public String describe(Session session, String version, Map<String, String> spec, Map<String, String> numbers) {
        var files = new ArrayList<Map<String, Object>>();
        for (var artifact : artifacts()) {
            var file = new LinkedHashMap<String, Object>();
            file.put("file", artifact.file());
            file.put("bulletin", artifact.bulletin());
            file.put("recipient", artifact.recipient());
            var number = numbers.get(artifact.bulletin() + " " + artifact.recipient());
            if (number != null) {
                file.put("number", number);
            }
            file.put("sha256", artifact.sha256());
            files.add(file);
        }
        var manifest = new LinkedHashMap<String, Object>();
        manifest.put("program", "tongbao " + version);
        manifest.put("job", run.job());
        manifest.put("period", run.period().toString());
        manifest.putAll(spec);
        manifest.put("schemes", schemes(session));
        manifest.put("facts", facts(session));
        manifest.put("artifacts", files);
        if (!missingGlyphs.isEmpty()) {
            manifest.put(MISSING_GLYPHS, List.copyOf(missingGlyphs));
        }
        var text = JSON.writeValueAsString(manifest) + "\n";
        return write(MANIFEST, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Which edition of the program made the files of a folder, such as {@code 0.1.0}, as its manifest says; empty without one. */
    public static String edition(Path folder) {
        if (!Files.exists(folder.resolve(MANIFEST))) {
            return "";
        }
        try {
            var program = JsonMapper.shared()
                    .readTree(Files.readAllBytes(folder.resolve(MANIFEST)))
                    .path("program")
                    .asString();
            return program.substring(program.indexOf(' ') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schemes that the run was scored by, each with its version. */
    private Map<String, Long> schemes(Session session) {
        var schemes = new LinkedHashMap<String, Long>();
        session
                .sql("select scheme, version from stage.scheme_version where run = :run order by scheme")
                .param("run", run.number())
                .stream(row -> schemes.put(row.text("scheme"), row.whole("version")));
        return schemes;
    }

    /** A fingerprint of everything the run computed, independent of its number and of row order. */
    private String facts(Session session) {
        var digest = DigestUtils.getSha256Digest();
        for (var table : List.of("observation", "score", "standing", "finding", "decision", "ground")) {
            session
                    .sql("select * exclude (run" + (table.equals("finding") ? ", load_id" : "") + ") from stage."
                            + table + " where run = :run order by all")
                    .param("run", run.number())
                    .stream(row -> DigestUtils.updateDigest(digest, row.values().toString()));
        }
        return Hex.encodeHexString(digest.digest());
    }
}
