package org.tongbao.spec;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

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

    /** What stands for a word of the bureau: {@code <bureau.name>}. */
    private static final Pattern WORD = Pattern.compile("<bureau\\.([a-z-]+)>");

    private final Layers layers;
    private final Problems problems;
    private final Map<String, String> words;
    private boolean namesBureau;

    /** Files are named in messages by their path below {@code home}. */
    public SpecFiles(Path home, Problems problems) {
        this(Layers.of(home), problems);
    }

    /** The same over two layers; messages say which of them a file is of. */
    public SpecFiles(Layers layers, Problems problems) {
        this(layers, problems, Map.of());
    }

    private SpecFiles(Layers layers, Problems problems, Map<String, String> words) {
        this.layers = layers;
        this.problems = problems;
        this.words = new LinkedHashMap<>(words);
    }

    /**
     * The same files, in which {@code <bureau.name>} in a YAML file or an SQL file stands for the word with this name.
     * Without any words it stays as it is.
     */
    public SpecFiles withWords(Map<String, String> words) {
        return new SpecFiles(layers, problems, words);
    }

    /** Name to word. */
    public Map<String, String> words() {
        return Collections.unmodifiableMap(words);
    }

    /** Whether a file that has been read takes a word of the bureau. */
    public boolean isNamingBureau() {
        return namesBureau;
    }

    /** Where the files lie. */
    public Layers layers() {
        return layers;
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
        return layers.all(glob);
    }

    /** The file's path below the home folder, with forward slashes. */
    public String name(Path file) {
        return layers.name(file);
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
                title.add(said(lines.get(at).substring(2).strip(), new Location(name(file), at + 1)));
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
        int line = at + 1;
        var statement = said(body, new Location(name(file), line));
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
            if (node instanceof MappingNode mapping && !words.isEmpty() && text.contains("<bureau.")) {
                say(mapping, name);
            }
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

    /** Puts the bureau's words into the keys and values of a mapping. */
    private void say(MappingNode mapping, String file) {
        mapping.setValue(mapping.getValue().stream()
                .map(entry -> new NodeTuple(said(entry.getKeyNode(), file), said(entry.getValueNode(), file)))
                .toList());
    }

    private Node said(Node node, String file) {
        if (node instanceof MappingNode mapping) {
            say(mapping, file);
        } else if (node instanceof SequenceNode list) {
            list.getValue().replaceAll(item -> said(item, file));
        } else if (node instanceof ScalarNode scalar && scalar.getValue().contains("<bureau.")) {
            var at = new Location(file, scalar.getStartMark().getLine() + 1);
            return new ScalarNode(
                    Tag.STR,
                    said(scalar.getValue(), at),
                    scalar.getStartMark(),
                    scalar.getEndMark(),
                    DumperOptions.ScalarStyle.DOUBLE_QUOTED);
        }
        return node;
    }

    /** A text with the bureau's words in place of their names. */
    private String said(String text, Location at) {
        if (words.isEmpty()) {
            return text;
        }
        return WORD.matcher(text).replaceAll(found -> {
            namesBureau = true;
            var word = words.get(found.group(1));
            if (word == null) {
                long before = text.substring(0, found.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
                problems.addUnknown(
                        new Location(at.file(), at.line() + (int) before),
                        "word of the bureau",
                        found.group(1),
                        words.keySet());
            }
            return Matcher.quoteReplacement(word == null ? found.group() : word);
        });
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
        var name = name(file);
        problems.place(name, layers.layer(name));
        try {
            return Optional.of(reading.of(layers.file(name)));
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
