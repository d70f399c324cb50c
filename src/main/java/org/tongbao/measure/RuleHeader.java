package org.tongbao.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tongbao.run.Period;
import org.tongbao.spec.Block;
import org.tongbao.spec.SpecFiles.SqlFile;

/**
 * The head of a rule's file: {@code -- 标题: what exactly is counted}, then its keys.
 *
 * @param name the rule's name, which is its file's too: so that a name in a message leads to the file
 * @param title as bulletins print it
 * @param meaning the rest of the comment
 * @param subject the kind of subject that it is about
 * @param every the kinds of periods over which jobs apply it without naming it
 * @param basis the clauses that it rests on
 */
record RuleHeader(
        String name, String title, String meaning, String subject, List<Period.Kind> every, List<String> basis) {

    /** Datasets of which one is enough for the rule to be in use; read where that is decided. */
    static final String ANY_OF = "any-of";

    private static final List<String> KINDS = Stream.of(Period.Kind.values())
            .filter(Period.Kind::recurs)
            .map(Period.Kind::word)
            .toList();

    /** Reads the keys that all rules have; {@code kind} is the key that holds the name. */
    static RuleHeader read(SqlFile sql, String kind) {
        var header = sql.header();
        header.leave(ANY_OF);
        var parts = sql.title().split("[:：]", 2);
        if (parts[0].isBlank()) {
            header.problems().add(header.at(), "the first line must be a comment with the title");
        }
        var name = header.text(kind);
        if (!name.isEmpty() && !name.equals(sql.name())) {
            header.problems().add(header.at(kind), kind + " '" + name + "' must stand in a file " + name + ".sql");
        }
        var subject = header.text("subject");
        var every = header.has("every") ? header.texts("every", "kind of period", KINDS) : List.of("month");
        var basis = header.texts("basis");
        if (basis.isEmpty()) {
            header.absent("basis", "'basis' is missing: the clauses the rule rests on");
        }
        return new RuleHeader(
                name,
                parts[0].strip(),
                parts.length == 2 ? parts[1].strip() : "",
                subject,
                every.stream().filter(KINDS::contains).map(Period.Kind::of).toList(),
                basis);
    }

    /** The same head for another name and title. */
    RuleHeader as(String name, String title) {
        return new RuleHeader(name, title, meaning, subject, every, basis);
    }

    static <E extends Enum<E>> E oneOf(Block header, String key, E[] values, E otherwise) {
        var words = Arrays.stream(values).map(RuleHeader::word).toList();
        return values[words.indexOf(header.oneOf(key, words, word(otherwise)))];
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
