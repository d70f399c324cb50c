package org.tongbao.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tongbao.spec.Block;
import org.tongbao.spec.SpecFiles.SqlFile;

/**
 * The head of a rule's file: {@code -- 标题: what exactly is counted}, then its keys.
 *
 * @param title as bulletins print it
 * @param meaning the rest of the comment
 */
record RuleHeader(String title, String meaning) {

    /** Datasets of which one is enough for the rule to be in use. */
    static final String ANY_OF = "any-of";

    static RuleHeader of(SqlFile sql) {
        var parts = sql.title().split("[:：]", 2);
        if (parts[0].isBlank()) {
            sql.header().problems().add(sql.header().at(), "the first line must be a comment with the title");
        }
        return new RuleHeader(parts[0].strip(), parts.length == 2 ? parts[1].strip() : "");
    }

    /** The rule's name, which is its file's too: so that a name in a message leads to the file. */
    static String nameOf(SqlFile sql, String key) {
        var name = sql.header().text(key);
        if (!name.isEmpty() && !name.equals(sql.name())) {
            sql.header()
                    .problems()
                    .add(sql.header().at(key), key + " '" + name + "' must stand in a file " + name + ".sql");
        }
        return name;
    }

    static List<String> basis(Block header) {
        var basis = header.texts("basis");
        if (basis.isEmpty()) {
            header.absent("basis", "'basis' is missing: the clauses the rule rests on");
        }
        return basis;
    }

    static <E extends Enum<E>> E oneOf(Block header, String key, E[] values, E otherwise) {
        var words = Arrays.stream(values).map(RuleHeader::word).toList();
        return values[words.indexOf(header.oneOf(key, words, word(otherwise)))];
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
