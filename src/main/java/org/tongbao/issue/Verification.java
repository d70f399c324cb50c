package org.tongbao.issue;

import org.apache.commons.codec.digest.MessageDigestAlgorithms;

import org.apache.commons.codec.digest.DigestUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Compares files with the manifest that was written when they were made. */
public final class Verification {

    private Verification() {}

    /** What became of a file since. */
    public enum Outcome {
        UNCHANGED,
        CHANGED,
        MISSING,
        /** It lies in the folder, but the manifest does not name it. */
        UNKNOWN
    }

    /** A file and what became of it. */
    public record VerifiedFile(String file, Outcome outcome) {}

    /**
     * Verifies a folder, or one file in it.
     *
     * @param path a folder with a {@code manifest.json}, or a file beside one
     */
    public static List<VerifiedFile> of(Path path) {
        var folder = Files.isDirectory(path)
                ? path
                : path.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.exists(path)) {
            throw new IllegalArgumentException("there is no " + path);
        }
        var expected = expected(folder.resolve(Archive.MANIFEST));
        var found = new ArrayList<VerifiedFile>();
        expected.forEach((file, sha256) -> found.add(new VerifiedFile(file, outcome(folder.resolve(file), sha256))));
        try (var files = Files.list(folder)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(Archive.MANIFEST) && !expected.containsKey(name))
                    .sorted()
                    .forEach(name -> found.add(new VerifiedFile(name, Outcome.UNKNOWN)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Files.isDirectory(path)
                ? found
                : found.stream()
                        .filter(each -> each.file().equals(String.valueOf(path.getFileName())))
                        .toList();
    }

    private static Map<String, String> expected(Path manifest) {
        if (!Files.exists(manifest)) {
            throw new IllegalArgumentException("there is no " + manifest + " to compare the files with");
        }
        try {
            var expected = new TreeMap<String, String>();
            JsonMapper.builder()
                    .build()
                    .readTree(Files.readAllBytes(manifest))
                    .path("artifacts")
                    .forEach(artifact -> expected.put(
                            artifact.path("file").asString(),
                            artifact.path("sha256").asString()));
            return expected;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(manifest + " is not whole: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome outcome(Path file, String sha256) {
        if (!Files.isRegularFile(file)) {
            return Outcome.MISSING;
        }
        try {
            return new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file).equals(sha256) ? Outcome.UNCHANGED : Outcome.CHANGED;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
