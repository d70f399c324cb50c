package org.tongbao.spec;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping in a YAML file (or in the header of an SQL file) that knows its lines. Readers ask for the keys they know;
 * a value of the wrong kind, a missing key and, at the end, every key nobody asked for become problems, and reading
 * goes on so that all of them are found at once.
 */
public final class Block {

    private final String file;
    private final Problems problems;
    private final Location at;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, String> absent = new LinkedHashMap<>();
    private boolean broken;

    Block(String file, MappingNode node, int firstLine, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.at = new Location(file, firstLine);
        for (var tuple : node.getValue()) {
            int line = line(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(new Location(file, line), "a key must be plain text");
            } else if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                problems.add(new Location(file, line), "key '" + key.getValue() + "' stands here twice");
            } else {
                lines.put(key.getValue(), line);
            }
        }
    }

    /** Where the block begins. */
    public Location at() {
        return at;
    }

    /** Where a key stands; the block's own place if it is absent. */
    public Location at(String key) {
        var line = lines.get(key);
        return line == null ? at : new Location(file, line);
    }

    /** Where the mistakes of this block are noted. */
    public Problems problems() {
        return problems;
    }

    /** Whether the key is present with a value. */
    public boolean has(String key) {
        asked.add(key);
        var node = values.get(key);
        return node != null && !isNull(node);
    }

    /** Leaves a key to another reader of the same block. */
    public void leave(String key) {
        asked.add(key);
    }

    /** Notes that a key is missing; unless it is there with a letter wrong, which is told alone. */
    public void absent(String key, String message) {
        asked.add(key);
        absent.put(key, message);
        problems.add(at(key), message);
    }

    /** The keys in file order, for blocks whose keys are names. Counts as asking for all of them. */
    public Set<String> names() {
        asked.addAll(values.keySet());
        return new LinkedHashSet<>(values.keySet());
    }

    /** A required text; empty, and a problem, if it is missing. */
    public String text(String key) {
        if (!has(key)) {
            absent(key, "'" + key + "' is missing");
            broken = true;
            return "";
        }
        var text = optionalText(key);
        broken |= text.isEmpty();
        return text.orElse("");
    }

    /** An optional text. Numbers and flags are read as they are written. */
    public Optional<String> optionalText(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        var text = scalar(values.get(key));
        if (text == null) {
            expected(key, "a text");
        }
        return Optional.ofNullable(text);
    }

    /** Texts from a list, or from one line with commas; empty if absent. */
    public List<String> texts(String key) {
        return has(key) ? texts(key, node(key)) : List.of();
    }

    /** Names of which each must be declared in some file; another is a problem at its own line. */
    public List<String> texts(String key, String what, Collection<String> known) {
        var texts = texts(key);
        for (int i = 0; i < texts.size(); i++) {
            if (!known.contains(texts.get(i))) {
                problems.addAbsent(at(key, i), what, texts.get(i), known);
            }
        }
        return texts;
    }

    /** Where an item of a list stands. */
    private Location at(String key, int item) {
        boolean listed = values.get(key) instanceof SequenceNode list
                && item < list.getValue().size();
        return listed
                ? new Location(file, line(((SequenceNode) node(key)).getValue().get(item)))
                : at(key);
    }

    /** A whole number, or the default. */
    public int integer(String key, int otherwise) {
        return parse(key, Integer::valueOf, "a whole number").orElse(otherwise);
    }

    /** A number, or the default. */
    public double number(String key, double otherwise) {
        return optionalNumber(key).orElse(otherwise);
    }

    /** A number if there is one. */
    public Optional<Double> optionalNumber(String key) {
        return parse(key, Block::finite, "a number");
    }

    /** An exact number if there is one. */
    public Optional<BigDecimal> decimal(String key) {
        return parse(key, BigDecimal::new, "a number");
    }

    /** true or false, or the default. */
    public boolean flag(String key, boolean otherwise) {
        return parse(
                        key,
                        text -> switch (text) {
                            case "true", "yes" -> true;
                            case "false", "no" -> false;
                            default -> throw new NumberFormatException(text);
                        },
                        "true or false")
                .orElse(otherwise);
    }

    /**
     * A value with a small grammar of its own. What the parser throws as {@link IllegalArgumentException} becomes a
     * problem at the key's line.
     */
    public <T> Optional<T> parse(String key, Function<String, T> parser) {
        return optionalText(key).flatMap(text -> parsed(at(key), text, parser));
    }

    /** A day, written 2026-06-30. */
    public Optional<LocalDate> day(String key) {
        return parse(key, text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("'" + text + "' is no day; write 2026-06-30", e);
            }
        });
    }

    private <T> Optional<T> parsed(Location where, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            problems.add(where, e.getMessage() == null ? "'" + text + "' is not understood" : e.getMessage());
            return Optional.empty();
        }
    }

    private <T> Optional<T> parse(String key, Function<String, T> parser, String kind) {
        return optionalText(key).flatMap(text -> {
            try {
                return Optional.of(parser.apply(text.strip()));
            } catch (NumberFormatException e) {
                expected(key, kind);
                return Optional.empty();
            }
        });
    }

    /** One of the given words, or the default; anything else is a problem that names the nearest. */
    public String oneOf(String key, Collection<String> words, String otherwise) {
        var text = optionalText(key).orElse(otherwise);
        if (has(key) && !words.contains(text)) {
            problems.addUnknown(at(key), key, text, words);
            return otherwise;
        }
        return text;
    }

    /** A nested mapping if there is one. */
    public Optional<Block> block(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        return block(key, node(key));
    }

    /** A mapping of names to mappings, in file order; empty if absent. */
    public Map<String, Block> blocks(String key) {
        var blocks = new LinkedHashMap<String, Block>();
        block(key).ifPresent(outer -> outer.names().forEach(name -> outer.block(name)
                .or(() -> Optional.of(new Block(file, empty(), outer.at(name).line(), problems)))
                .ifPresent(inner -> blocks.put(name, inner))));
        return blocks;
    }

    /** A list of mappings, in file order; empty if absent. */
    public List<Block> list(String key) {
        var blocks = new ArrayList<Block>();
        if (has(key)) {
            if (values.get(key) instanceof SequenceNode sequence) {
                sequence.getValue().forEach(node -> block(key, node).ifPresent(blocks::add));
            } else {
                expected(key, "a list");
            }
        }
        return blocks;
    }

    /** A mapping of names to texts, in file order; empty if absent. */
    public Map<String, String> textMap(String key) {
        var map = new LinkedHashMap<String, String>();
        block(key).ifPresent(inner -> inner.names().forEach(name -> map.put(name, inner.text(name))));
        return map;
    }

    /** A mapping of names to one text or several, in file order; empty if absent. */
    public Map<String, List<String>> textLists(String key) {
        var map = new LinkedHashMap<String, List<String>>();
        block(key).ifPresent(inner -> inner.names().forEach(name -> map.put(name, inner.texts(name))));
        return map;
    }

    /** A mapping of names to numbers, in file order; empty if absent. */
    public Map<String, Double> numberMap(String key) {
        var map = new LinkedHashMap<String, Double>();
        block(key).ifPresent(inner -> inner.names()
                .forEach(name -> inner.optionalNumber(name).ifPresent(number -> map.put(name, number))));
        return map;
    }

    /**
     * Every text below, under the keys that lead to it, in file order: to compare one file with another. Texts of a list are
     * joined; a mapping in a list goes by its first value. Doesn't count as asking for the keys.
     */
    public Map<List<String>, String> flat() {
        var flat = new LinkedHashMap<List<String>, String>();
        values.forEach((key, node) -> flatten(List.of(key), node, flat));
        return flat;
    }

    private static void flatten(List<String> path, Node node, Map<List<String>, String> flat) {
        if (node instanceof MappingNode mapping) {
            mapping.getValue()
                    .forEach(tuple -> flatten(under(path, scalar(tuple.getKeyNode())), tuple.getValueNode(), flat));
        } else if (node instanceof SequenceNode list
                && list.getValue().stream().allMatch(item -> item instanceof MappingNode)) {
            for (var item : list.getValue()) {
                var tuples = ((MappingNode) item).getValue();
                var name = tuples.isEmpty() ? "" : scalar(tuples.get(0).getValueNode());
                flatten(under(path, name), item, flat);
            }
        } else if (node instanceof SequenceNode list) {
            flat.put(
                    path,
                    list.getValue().stream()
                            .map(Block::scalar)
                            .map(String::valueOf)
                            .collect(joining(", ")));
        } else if (!isNull(node)) {
            flat.put(path, String.valueOf(scalar(node)));
        }
    }

    private static List<String> under(List<String> path, @Nullable String key) {
        var longer = new ArrayList<>(path);
        longer.add(String.valueOf(key));
        return List.copyOf(longer);
    }

    /**
     * Turns the block into a record: reads it, then reports every key that the reader did not ask for. A record that
     * refuses its values becomes a problem at the block's line. Where only an unknown key or a value with a default is
     * wrong, the record is returned beside the problem, so that the names in it are looked at in the same go; it is
     * empty when a required text is missing or the record refused its values.
     */
    public <T> Optional<T> as(Function<Block, T> reader) {
        int before = problems.count();
        @Nullable T record = null;
        try {
            record = reader.apply(this);
        } catch (IllegalArgumentException e) {
            if (problems.count() == before) {
                problems.add(at, String.valueOf(e.getMessage()));
            }
        }
        for (var key : values.keySet()) {
            if (!asked.contains(key)) {
                refuse(key);
            }
        }
        return broken ? Optional.empty() : Optional.ofNullable(record);
    }

    private void refuse(String key) {
        Problems.nearest(key.replaceFirst("：.*", ""), asked)
                .filter(absent::containsKey)
                .ifPresent(meant -> problems.withdraw(at(meant), String.valueOf(absent.get(meant))));
        if (key.contains("：")) {
            problems.add(at(key), "'" + key + "' holds a colon of full width; write '" + SpecFiles.narrow(key) + "'");
        } else {
            problems.addUnknown(at(key), "key", key, asked);
        }
    }

    private Node node(String key) {
        return Objects.requireNonNull(values.get(key));
    }

    private void expected(String key, String kind) {
        var node = values.get(key);
        var found = node == null ? null : scalar(node);
        problems.add(at(key), "'" + key + "' must be " + kind + (found == null ? "" : ", found '" + found + "'"));
    }

    private Optional<Block> block(String key, Node node) {
        if (node instanceof MappingNode mapping) {
            return Optional.of(new Block(file, mapping, line(node), problems));
        }
        if (!isNull(node)) {
            problems.add(new Location(file, line(node)), "'" + key + "' must be a mapping of keys to values");
        }
        return Optional.empty();
    }

    private List<String> texts(String key, Node node) {
        if (node instanceof SequenceNode sequence) {
            var texts = new ArrayList<String>();
            for (var item : sequence.getValue()) {
                var text = scalar(item);
                if (text == null) {
                    problems.add(new Location(file, line(item)), "'" + key + "' must be a list of texts");
                } else {
                    texts.add(text);
                }
            }
            return texts;
        }
        var text = scalar(node);
        if (text == null) {
            expected(key, "a text or a list of texts");
            return List.of();
        }
        return List.of(text.strip().split("\\s*,\\s*"));
    }

    private static double finite(String text) {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new NumberFormatException(text);
        }
        return number;
    }

    private static @Nullable String scalar(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    private static MappingNode empty() {
        return new MappingNode(Tag.MAP, List.of(), org.yaml.snakeyaml.DumperOptions.FlowStyle.BLOCK);
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }
}
