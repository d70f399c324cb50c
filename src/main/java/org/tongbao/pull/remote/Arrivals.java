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

    Arrivals(Path folder) {
        this.folder = folder;
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
    interface Content {
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

    /** Lays down the next file and moves the position on. */
    Position add(Position from, String extension, Map<String, String> marks, Content content) {
        try {
            Files.createDirectories(folder);
            var file = folder.resolve("%06d.%s".formatted(from.next(), extension));
            place(file, content);
            var to = new Position(from.next() + 1, marks);
            store(to);
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets the position without a new file, as when a fetch found nothing. */
    void store(Position position) {
        var lines = new StringBuilder("next=" + position.next() + "\n");
        position.marks().forEach((name, value) -> lines.append("mark.")
                .append(name)
                .append('=')
                .append(escaped(value))
                .append('\n'));
        try {
            Files.createDirectories(folder);
            place(folder.resolve(POSITION), file -> Files.writeString(file, lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the parts of a dataset that is read as a whole are gathered until the last of them has arrived. */
    Arrivals parts() {
        return new Arrivals(folder.resolve("parts"));
    }

    /** Makes one file of the parts, in place of the one before; nothing happens if there are none. */
    void gather() {
        var parts = parts();
        var files = parts.files();
        if (files.isEmpty()) {
            return;
        }
        var name = String.valueOf(files.get(0).getFileName());
        try {
            place(folder.resolve(name), whole -> {
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

    private static void place(Path file, Content content) throws IOException {
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
