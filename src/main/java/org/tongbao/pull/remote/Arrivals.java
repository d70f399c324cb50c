package org.tongbao.pull.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which what a database or an HTTP service sends is laid down as numbered files, to be pulled like any
 * other file. So a figure from a database, too, leads back to a file and a row, and what has arrived once never needs
 * to be asked for again.
 *
 * <p>A file is written under a temporary name and moved; then the position is written likewise. A process killed
 * between the two asks for the same chunk again and writes it under the same number: no row twice, none lost.
 */
final class Arrivals {

    private static final String POSITION = "position.properties";

    private final Path folder;
    private final boolean gathered;

    Arrivals(Path folder) {
        this(folder, false);
    }

    private Arrivals(Path folder, boolean gathered) {
        this.folder = folder;
        this.gathered = gathered;
    }

    /**
     * How far a source has been read.
     *
     * @param next number of the next file
     * @param marks what the source needs to go on: a watermark, a page, a cursor
     */
    record Position(int next, Map<String, String> marks) {

        Position {
            marks = new TreeMap<>(marks);
        }

        @Nullable
        String mark(String name) {
            return marks.get(name);
        }
    }

    /** Writes one file. */
    interface FileContent {
        void writeTo(Path file) throws IOException;
    }

    /** Where the last fetch ended; the beginning if there was none. */
    Position position() {
        var file = folder.resolve(POSITION);
        if (!Files.exists(file)) {
            return new Position(1, Map.of());
        }
        try (var reader = Files.newBufferedReader(file)) {
            var stored = new Properties();
            stored.load(reader);
            var marks = new TreeMap<String, String>();
            stored.stringPropertyNames().stream()
                    .filter(name -> name.startsWith("mark."))
                    .forEach(name -> marks.put(name.substring(5), stored.getProperty(name)));
            return new Position(Integer.parseInt(stored.getProperty("next")), marks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a file and sets the position.
     *
     * @param number number of the file; one that is there already is replaced
     * @param then where the next fetch goes on
     */
    void add(int number, String extension, FileContent content, Position then) {
        try {
            Files.createDirectories(folder);
            writeAtomically(folder.resolve("%06d.%s".formatted(number, extension)), content);
            store(then);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins anew: the next fetch reads everything again, and its files replace those of the same numbers. */
    void restart() {
        store(new Position(1, Map.of()));
        if (gathered) {
            // More of them than will come again must not get into the whole.
            try {
                for (var file : files()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void store(Position position) {
        var lines = new StringBuilder("next=" + position.next() + "\n");
        position.marks().forEach((name, value) -> lines.append("mark.")
                .append(name)
                .append('=')
                .append(escaped(value))
                .append('\n'));
        try {
            Files.createDirectories(folder);
            writeAtomically(folder.resolve(POSITION), file -> Files.writeString(file, lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the parts of a dataset that is read as a whole are gathered until the last of them has arrived. */
    Arrivals parts() {
        return new Arrivals(folder.resolve("parts"), true);
    }

    /** Makes one file of the parts, in place of the one before; nothing happens if there are none. */
    void mergeParts() {
        var parts = parts();
        var files = parts.files();
        if (files.isEmpty()) {
            return;
        }
        var name = String.valueOf(files.get(0).getFileName());
        try {
            writeAtomically(folder.resolve(name), whole -> {
                try (var out = Files.newBufferedWriter(whole)) {
                    for (var file : files) {
                        append(file, name.endsWith(".csv") && !file.equals(files.get(0)), out);
                    }
                }
            });
            // Moved as one: a process killed here leaves all parts or none.
            var done = folder.resolve("parts.done");
            delete(done);
            Files.move(parts.folder, done, StandardCopyOption.ATOMIC_MOVE);
            delete(done);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void append(Path file, boolean withoutHeading, Writer out) throws IOException {
        try (var in = Files.newBufferedReader(file)) {
            if (withoutHeading) {
                in.readLine();
            }
            in.transferTo(out);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** How many lines the files before this number have. */
    long linesBefore(int number) {
        long lines = 0;
        for (var file : files()) {
            var name = String.valueOf(file.getFileName());
            if (Integer.parseInt(name.substring(0, name.indexOf('.'))) < number) {
                try (var rows = Files.lines(file)) {
                    lines += rows.count();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return lines;
    }

    /** The files that have arrived, in order. */
    List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches("\\d{6}\\..*"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeAtomically(Path file, FileContent content) throws IOException {
        var temporary = file.resolveSibling(file.getFileName() + ".part");
        content.writeTo(temporary);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Escapes as {@link Properties#load} reads it; {@code store} would add the time of day. */
    private static String escaped(String value) {
        var text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' || c == '=' || c == ':' || c == '#' || c == '!' || c == ' ') {
                text.append('\\').append(c);
            } else if (c == '\n' || c == '\r' || c == '\t') {
                text.append(c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
            } else if (StandardCharsets.US_ASCII.newEncoder().canEncode(c)) {
                text.append(c);
            } else {
                text.append("\\u%04x".formatted((int) c));
            }
        }
        return text.toString();
    }
}
