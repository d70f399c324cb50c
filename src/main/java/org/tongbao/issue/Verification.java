package org.tongbao.issue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;
import org.tongbao.message.Refusal;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;

/**
 * Compares files with what the warehouse's register says of them. The manifest beside them proves nothing: whoever changes
 * a file can change it, too.
 */
public final class Verification {

    private final Session session;

    public Verification(Session session) {
        this.session = session;
    }

    /** What became of a file since. */
    public enum Outcome {
        UNCHANGED,
        CHANGED,
        MISSING,
        /** It lies in the folder, but the register does not know it. */
        UNKNOWN
    }

    /**
     * A file and what became of it.
     *
     * @param number under which it was issued; empty for drafts, manifests and what is not known
     */
    public record VerifiedFile(String file, Outcome outcome, String number) {

        public VerifiedFile(String file, Outcome outcome) {
            this(file, outcome, "");
        }
    }

    /** A file that the register knows. */
    private record Known(long run, String file, String sha256, String number) {}

    /**
     * Verifies a folder, or a file, wherever it lies and whatever a file is called now. A folder is that of which it holds most.
     *
     * @throws Refusal if the register knows none of a folder's files
     */
    public List<VerifiedFile> of(Path path) {
        if (!Files.exists(path)) {
            throw new Refusal("verify.absent", path);
        }
        var known = known();
        if (!Files.isDirectory(path)) {
            return List.of(single(path, known));
        }
        var found = hashes(path);
        var place = known.entrySet().stream()
                .filter(each -> likeness(each.getValue(), found) > 0)
                .max(Map.Entry.comparingByValue(
                        (one, other) -> Long.compare(likeness(one, found), likeness(other, found))))
                .map(Map.Entry::getValue)
                .orElseThrow(() -> new Refusal("verify.unknown", path));
        return compare(place, found);
    }

    /** Verifies the drafts of a run's bulletins in the folder where they were made. */
    public List<VerifiedFile> drafts(Run run, List<String> bulletins, Path folder) {
        var known = session
                .sql("select bulletin, path, sha256 from stage.artifact where run = :run order by path")
                .param("run", run.number())
                .query()
                .stream()
                .filter(row -> bulletins.contains(row.text("bulletin")))
                .map(row -> new Known(run.number(), row.text("path"), row.text("sha256"), ""))
                .toList();
        return compare(known, Files.isDirectory(folder) ? hashes(folder) : Map.of());
    }

    /** Of each place, the files that were put there. */
    private Map<String, List<Known>> known() {
        var places = new LinkedHashMap<String, List<Known>>();
        new Register(session).allIssued().forEach(file -> places.computeIfAbsent(
                        file.folder(), folder -> new ArrayList<>())
                .add(new Known(
                        file.run(), file.file(), file.sha256(), file.number().toString())));
        // Drafts stay where they are, issued or not.
        session.stream("select run, path, sha256 from stage.artifact order by run, path", row -> places.computeIfAbsent(
                        "draft " + row.whole("run"), drafts -> new ArrayList<>())
                .add(new Known(row.whole("run"), row.text("path"), row.text("sha256"), "")));
        return places;
    }

    /** Files with the same bytes count most, then those of the same name. */
    private static long likeness(List<Known> place, Map<String, String> found) {
        return place.stream()
                .mapToLong(
                        file -> found.containsValue(file.sha256()) ? 1_000_000 : found.containsKey(file.file()) ? 1 : 0)
                .sum();
    }

    private static VerifiedFile single(Path file, Map<String, List<Known>> known) {
        var name = String.valueOf(file.getFileName());
        var sha256 = sha256(file);
        var all = known.values().stream().flatMap(List::stream).toList();
        return all.stream()
                .filter(each -> each.sha256().equals(sha256))
                .findFirst()
                .map(same -> new VerifiedFile(name, Outcome.UNCHANGED, same.number()))
                .orElseGet(() -> all.stream()
                        .filter(each -> each.file().equals(name))
                        .reduce((first, last) ->
                                last.number().isEmpty() && !first.number().isEmpty() ? first : last)
                        .map(like -> new VerifiedFile(name, Outcome.CHANGED, like.number()))
                        .orElse(new VerifiedFile(name, Outcome.UNKNOWN)));
    }

    private List<VerifiedFile> compare(List<Known> place, Map<String, String> found) {
        var names = found.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (one, same) -> one));
        var outcomes = new TreeMap<String, VerifiedFile>();
        var expected = new HashMap<String, Known>();
        place.forEach(file -> expected.put(file.file(), file)); // 0.1.0 could enter one twice: the last counts
        expected.values().forEach(file -> {
            var there = found.get(file.file());
            var name = there == null ? names.getOrDefault(file.sha256(), file.file()) : file.file();
            var outcome = file.sha256().equals(found.get(name))
                    ? Outcome.UNCHANGED
                    : there == null ? Outcome.MISSING : Outcome.CHANGED;
            outcomes.put(name, new VerifiedFile(name, outcome, file.number()));
        });
        var manifest = found.get(Archive.MANIFEST);
        boolean issued = place.stream().anyMatch(file -> !file.number().isEmpty());
        var manifests = issued ? new Register(session).manifests(place.get(0).run()) : Set.of();
        if (manifest != null && !manifests.isEmpty()) {
            outcomes.put(
                    Archive.MANIFEST,
                    new VerifiedFile(
                            Archive.MANIFEST, manifests.contains(manifest) ? Outcome.UNCHANGED : Outcome.CHANGED));
        }
        found.keySet().stream()
                .filter(name -> !name.equals(Archive.MANIFEST))
                .forEach(name -> outcomes.putIfAbsent(name, new VerifiedFile(name, Outcome.UNKNOWN)));
        return List.copyOf(outcomes.values());
    }

    private static Map<String, String> hashes(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(file -> String.valueOf(file.getFileName()), Verification::sha256));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(Path file) {
        try {
            return new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
