package org.tongbao.warehouse;

import java.util.Set;
import java.util.regex.Pattern;

/** Names that no dataset and no column can have: words of SQL, and what the engine or the intake calls its own. */
final class ReservedNames {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    /** What tables of rows have for themselves, in the warehouse or on the way in. */
    private static final Pattern COLUMN = Pattern.compile("origin|load_id|source_row|part|position|sheet|fault"
            + "|first_cell|violation|rowid|first|change|held_from|held_until|concern_[0-9]+");

    /** Tables that every session sees, and those through which rows come in. */
    private static final Pattern TABLE = Pattern.compile("load|reject|objection|calendar_day|pinned_load|pinned_run"
            + "|staging|typed|clean|plain|doubtful|held|twice|refused|chosen|in_force|(history|reference|loose)_.*"
            + "|.*_history");

    /** Words that the engine does not take for a name ({@code duckdb_keywords()}, reserved and type_function). */
    private static final Set<String> WORDS = Set.of("""
            all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast check
            collate collation column columns concurrently constraint create cross default deferrable desc describe distinct
            do else end except false fetch for foreign freeze from full generated glob group having ilike in initially inner
            intersect into is isnull join lambda lateral leading left like limit map natural not notnull null offset on only
            or order outer overlaps pivot pivot_longer pivot_wider placing positional primary qualify references returning
            right select semi show similar some struct summarize symmetric table tablesample then to trailing true try_cast
            tuple union unique unpack unpivot using variadic verbose when where window with""".split("\\s+"));

    private ReservedNames() {}

    /** Ends with what to do unless a column can be called so. */
    static void verifyColumn(String name) {
        verify(name, "column");
        if (COLUMN.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is what a row's place or state is called while it is loaded; give the column another name");
        }
    }

    /** Ends with what to do unless a dataset can be called so. */
    static void verifyTable(String name) {
        verify(name, "table");
        if (TABLE.matcher(name).matches() || Tables.STAGES.contains(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is a table of the program's own; give the dataset another name");
        }
    }

    private static void verify(String name, String what) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no " + what + " name; use a-z, 0-9 and _");
        }
        if (WORDS.contains(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is a word of SQL; call it " + name + "_ or otherwise (its title may stay)");
        }
    }
}
