package org.tongbao.spec;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Reads the files people edit below the home folder, in a fixed order, with their lines. */
public final class SpecFiles {

    private static final Charset GB18030 = Charset.forName("GB18030");

    /** How files begin that are no text but are called so. */
    private static final Map<String, String> NO_TEXT = Map.of(
            "PK\u0003\u0004", "is a workbook, not a text",
            "\u00D0\u00CF\u0011\u00E0", "is a workbook, not a text",
            "\u00FF\u00FE", "is saved as Unicode text (UTF-16)",
            "\u00FE\u00FF", "is saved as Unicode text (UTF-16)");

    private static final Pattern WIDE_COLON = Pattern.compile("^\\s*(- )?[\\w-]+：");
    private static final Pattern HEADER_KEY = Pattern.compile("-- ([a-z][a-z-]*:(?: .*)?)");

    private final Path home;
    private final Problems problems;

    /** Files are named in messages by their path below {@code home}. */
    public SpecFiles(Path home, Problems problems) {
        this.home = home.toAbsolutePath().normalize();
        this.problems = problems;
    }

    /**
     * An SQL file with a header of comments.
     *
     * @param name file name without {@code .sql}
     * @param title the header's lines that are not {@code key: value}, joined
     * @param header the header's keys
     * @param body the statement, without a closing semicolon
     * @param line line of the file on which the body begins
     */
    public record SqlFile(String name, String title, Block header, String body, int line) {

        /** Where a line of the body stands in the file; the first is 1. */
        public Location at(int bodyLine) {
            return new Location(header.at().file(), line + bodyLine - 1);
        }
    }

    /** The files that match a pattern such as {@code jobs/*}{@code /job.yaml}, in order of path. */
    public List<Path> find(String glob) {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        var fixed = glob.contains("*") ? glob.substring(0, glob.indexOf('*')) : glob;
        var root = home.resolve(fixed.contains("/") ? fixed.substring(0, fixed.lastIndexOf('/')) : "");
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (var files = Files.walk(root)) {
            return files.filter(file -> Files.isRegularFile(file) && matcher.matches(home.relativize(file)))
                    .sorted(Comparator.comparing(this::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's path below the home folder, with forward slashes. */
    public String name(Path file) {
        var absolute = file.toAbsolutePath().normalize();
        var path = absolute.startsWith(home) ? home.relativize(absolute) : absolute;
        return path.toString().replace('\\', '/');
    }

    /** Reads a YAML file whose top is a mapping. */
    public Optional<Block> yaml(Path file) {
        return text(file).flatMap(text -> yaml(name(file), text));
    }

    /** Reads an SQL file. */
    public Optional<SqlFile> sql(Path file) {
        return text(file).flatMap(text -> sql(file, text));
    }

    private Optional<SqlFile> sql(Path file, String text) {
        var lines = text.lines().toList();
        var title = new ArrayList<String>();
        var header = new StringBuilder();
        int at = 0;
        while (at < lines.size()
                && (lines.get(at).startsWith("--") || lines.get(at).isBlank())) {
            var key = HEADER_KEY.matcher(lines.get(at));
            if (key.matches()) {
                header.append(key.group(1));
            } else if (lines.get(at).length() > 2) {
                title.add(lines.get(at).substring(2).strip());
            }
            header.append('\n');
            at++;
        }
        var body = String.join("\n", lines.subList(at, lines.size())).strip();
        if (body.endsWith(";")) {
            body = body.substring(0, body.length() - 1).stripTrailing();
        }
        if (body.isEmpty()) {
            problems.add(new Location(name(file), Math.max(1, at)), "there is no SQL statement after the header");
            return Optional.empty();
        }
        var fileName = String.valueOf(file.getFileName());
        var statement = body;
        int line = at + 1;
        return yaml(name(file), header.isEmpty() ? "{}" : header.toString())
                .map(keys -> new SqlFile(
                        fileName.substring(0, fileName.lastIndexOf('.')),
                        String.join(" ", title),
                        keys,
                        statement,
                        line));
    }

    private Optional<Block> yaml(String name, String text) {
        try {
            var options = new LoaderOptions();
            options.setMaxAliasesForCollections(20);
            var node = new Yaml(options).compose(new StringReader(text));
            if (node == null) {
                return Optional.of(
                        new Block(name, (MappingNode) new Yaml(options).compose(new StringReader("{}")), 1, problems));
            }
            if (node instanceof MappingNode mapping) {
                return Optional.of(new Block(name, mapping, 1, problems));
            }
            problems.add(new Location(name, 1), "expected keys with values at the top of the file");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            wideColon(text, line)
                    .ifPresentOrElse(
                            wide -> problems.add(
                                    new Location(name, wide),
                                    "a colon of full width; write '"
                                            + narrow(text.lines()
                                                    .toList()
                                                    .get(wide - 1)
                                                    .strip()) + "'"),
                            () -> problems.add(new Location(name, line), "not readable as YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            problems.add(new Location(name, 1), "not readable as YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** The line with a key before a colon of full width, at or before the one at which the reader stumbled. */
    private static Optional<Integer> wideColon(String text, int line) {
        var lines = text.lines().toList();
        for (int i = Math.min(line, lines.size()); i > 0; i--) {
            if (WIDE_COLON.matcher(lines.get(i - 1)).find()) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** As it is written with a colon that counts. */
    static String narrow(String text) {
        return text.replaceFirst("：\\s*", ": ").strip();
    }

    /**
     * The rows of a CSV file with cells separated by commas, headings and all, as spreadsheet programs save it; empty lines
     * are left out.
     */
    public List<CsvRecord> csv(Path file) {
        return read(file, table -> decoded(Files.readAllBytes(table)))
                .map(text -> CsvReader.rows(text, name(file), problems))
                .orElse(List.of());
    }

    /**
     * A table that people keep in a spreadsheet, as the program saves it: UTF-8 with a byte order mark or without, or what a
     * Chinese Windows calls ANSI (GB18030, of which GBK and GB 2312 are parts).
     */
    private static String decoded(byte[] bytes) throws CharacterCodingException {
        var beginning = new String(bytes, 0, Math.min(4, bytes.length), StandardCharsets.ISO_8859_1);
        for (var known : NO_TEXT.entrySet()) {
            if (beginning.startsWith(known.getKey())) {
                throw new NotText(known.getValue());
            }
        }
        for (var charset : List.of(StandardCharsets.UTF_8, GB18030)) {
            try {
                return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException e) {
                // then the next
            }
        }
        throw new NotText("is neither UTF-8 nor GB18030");
    }

    /** Bytes that are no text. */
    private static final class NotText extends CharacterCodingException {

        private static final long serialVersionUID = 1;

        private final String kind;

        NotText(String kind) {
            this.kind = kind;
        }

        @Override
        public String getMessage() {
            return kind + "; save it as 'CSV UTF-8'";
        }
    }

    /** Reads a file as UTF-8. */
    public Optional<String> text(Path file) {
        return read(file, Files::readString);
    }

    /** How the text of a file is made from its bytes. */
    private interface Reading {
        String of(Path file) throws IOException;
    }

    private Optional<String> read(Path file, Reading reading) {
        try {
            return Optional.of(reading.of(file));
        } catch (NotText e) {
            problems.add(new Location(name(file), 1), e.getMessage());
        } catch (CharacterCodingException e) {
            problems.add(new Location(name(file), 1), "must be saved as UTF-8");
        } catch (NoSuchFileException e) {
            problems.add(new Location(name(file), 1), "is missing");
        } catch (IOException e) {
            problems.add(new Location(name(file), 1), "cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }
}
