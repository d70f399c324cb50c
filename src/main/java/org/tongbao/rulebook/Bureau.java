package org.tongbao.rulebook;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.measure.Basis;
import org.tongbao.spec.Block;
import org.tongbao.warehouse.Dataset;

/**
 * The bureau that uses the rulebook: {@code bureau.yaml}, which need not be there before something is printed.
 *
 * @param words what templates, titles and rules say of the bureau and its levels, by name
 * @param isMissing whether nobody has said who the bureau is; its words are colourless then
 * @param codes bulletin to what follows the bureau's code in its number; of the others the letterhead says it
 * @param inForce the regulations in force here, by the names of {@code basis.csv}; null where the file names none: all are
 * @param ended dataset to the last day on which it was kept
 * @param expected dataset to who delivers when, instead of what its file says; empty where nobody is asked here
 */
record Bureau(
        Map<String, String> words,
        boolean isMissing,
        Map<String, String> codes,
        @Nullable Set<String> inForce,
        Map<String, LocalDate> ended,
        Map<String, Optional<Dataset.Expected>> expected) {

    /** Words that need not be said follow from others: a name in angle brackets stands for that word. */
    private enum Word {
        PLACE("本地", ""),
        LEVEL("本级", ""),
        NAME("本局", ""),
        CODE("", ""),
        WHOLE("全域", "全<level>"),
        SHORT("本局", "<level>局"),
        STATION("监督机构", "<name>"),
        SUPERIOR("上级主管部门", "上级住房和城乡建设主管部门"),
        REGION("地区", ""),
        REGION_SHORT("地区", "<region>"),
        STREET("街道（乡镇）", "街道（乡镇）"),
        RANKED("地区", "<region>"),
        ADDRESSEES("各地区", "各<region>"),
        ADDRESSEES_CONCERNED("各有关地区", "<addressees>"),
        ADDRESSEES_STREETS("各地区", "<addressees>"),
        AUTHORITY("", " "),
        MAP("", " ");

        private static final List<Word> LEVELS = List.of(REGION, REGION_SHORT, STREET);

        private final String colourless;
        private final String usual;

        Word(String colourless, String usual) {
            this.colourless = colourless;
            this.usual = usual;
        }

        private String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private String usual(Map<String, String> before) {
            var word = usual.strip();
            for (var known : before.entrySet()) {
                word = word.replace("<" + known.getKey() + ">", known.getValue());
            }
            return word;
        }
    }

    private static final Map<String, String> COLOURLESS = Arrays.stream(Word.values())
            .collect(Collectors.toMap(Word::key, word -> word.colourless, (a, b) -> a, LinkedHashMap::new));

    /** Nothing is said of it. */
    static final Bureau UNSAID = new Bureau(COLOURLESS, true, Map.of(), null, Map.of(), Map.of());

    Bureau {
        words = new LinkedHashMap<>(words);
        codes = new LinkedHashMap<>(codes);
        ended = new LinkedHashMap<>(ended);
        expected = new LinkedHashMap<>(expected);
    }

    /**
     * Who the bureau is. A file that does not name it may still say what is in force.
     *
     * @param file what other files it names lie beside
     * @param isThere whether there is a file
     */
    static Bureau words(Block block, String file, Predicate<String> isThere) {
        if (!block.has("name")) {
            return UNSAID;
        }
        var levels = block.block("levels");
        var words = new LinkedHashMap<String, String>();
        for (var word : Word.values()) {
            var from = Word.LEVELS.contains(word) ? levels.orElse(block) : block;
            var said = from == block && Word.LEVELS.contains(word)
                    ? Optional.<String>empty()
                    : from.optionalText(word.key());
            if (said.isEmpty() && word.usual.isEmpty()) {
                block.absent(
                        word == Word.REGION ? "levels" : word.key(),
                        word == Word.REGION
                                ? "'levels: { region: ... }' is missing: what those are called that are ranked"
                                : "'" + word.key() + "' is missing");
            }
            if (said.filter(text -> text.contains("'")).isPresent()) {
                block.problems()
                        .add(from.at(word.key()), "'" + word.key() + "' stands in SQL, too; leave out the ' in it");
            }
            words.put(word.key(), said.map(String::strip).orElseGet(() -> word.usual(words)));
        }
        words.computeIfPresent("map", (key, map) -> map.isEmpty() ? "" : outlines(block, beside(file, map), isThere));
        levels.ifPresent(block2 -> block2.as(b -> words));
        return new Bureau(words, false, block.textMap("codes"), null, Map.of(), Map.of());
    }

    /** A file that is not there is told here, where it is named, and no map is drawn. */
    private static String outlines(Block block, String file, Predicate<String> isThere) {
        if (isThere.test(file)) {
            return file;
        }
        block.problems()
                .add(
                        block.at("map"),
                        "there is no file of outlines '" + file
                                + "'; it lies beside bureau.yaml, or 'map' is left out");
        return "";
    }

    private static String beside(String file, String other) {
        return file.substring(0, file.lastIndexOf('/') + 1) + other;
    }

    /** Reads the rest of the file, and notes regulations and datasets that there are not. */
    Bureau read(Block block, Basis basis, Collection<String> datasets) {
        var regulations = new LinkedHashSet<String>();
        basis.clauses().values().forEach(clause -> regulations.add(clause.regulation()));
        return block.<Bureau>as(b -> {
                    var inForce = new LinkedHashSet<>(b.texts("in-force"));
                    if (b.has("in-force") && inForce.isEmpty()) {
                        b.problems()
                                .add(
                                        b.at("in-force"),
                                        "'in-force' names no regulation, so that no rule would hold; name them, or leave the key out");
                    }
                    for (var name : inForce) {
                        if (!regulations.contains(name)) {
                            b.problems().addUnknown(b.at("in-force"), "regulation", name, regulations);
                        }
                    }
                    var ended = new LinkedHashMap<String, LocalDate>();
                    b.block("ended").ifPresent(days -> {
                        for (var name : days.names()) {
                            if (!datasets.contains(name)) {
                                days.problems().addUnknown(days.at(name), "dataset", name, datasets);
                            }
                            days.day(name).ifPresent(day -> ended.put(name, day));
                        }
                    });
                    return new Bureau(
                            words, isMissing, codes, b.has("in-force") ? inForce : null, ended, expected(b, datasets));
                })
                .orElse(this);
    }

    private static Map<String, Optional<Dataset.Expected>> expected(Block block, Collection<String> datasets) {
        var expected = new LinkedHashMap<String, Optional<Dataset.Expected>>();
        block.block("expected").ifPresent(asked -> {
            for (var name : asked.names()) {
                if (!datasets.contains(name)) {
                    asked.problems().addUnknown(asked.at(name), "dataset", name, datasets);
                }
                asked.parse(
                                name,
                                text -> text.equals("none")
                                        ? Optional.<Dataset.Expected>empty()
                                        : Optional.of(Dataset.Expected.parse(text)))
                        .ifPresent(who -> expected.put(name, who));
            }
        });
        return expected;
    }

    /** The same for files of which some take its words, or none does; then nobody need say them. */
    Bureau named(boolean isNamed) {
        return new Bureau(words, isMissing && isNamed, codes, inForce, ended, expected);
    }

    /** Whether one of the clauses is in force here. */
    boolean holds(List<String> clauses, Basis basis) {
        var named = inForce;
        return named == null
                || clauses.isEmpty()
                || clauses.stream()
                        .map(basis.clauses()::get)
                        .anyMatch(clause -> clause == null || named.contains(clause.regulation()));
    }
}
