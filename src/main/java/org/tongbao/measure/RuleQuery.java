package org.tongbao.measure;

import java.util.Locale;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles.SqlFile;

/**
 * A rule's statement, parted at its main select: what stands before it (the {@code with}) names the steps, and the
 * select counts what is in the step {@code evidence}. Replacing the select shows the rows behind the figure.
 *
 * @param steps the text before the main select
 */
record RuleQuery(String steps) {

    /** The rows behind the figure. */
    String evidence() {
        return steps + "select * from evidence";
    }

    /** Whether a second statement stands in the file, which is a mistake. */
    static boolean isSeveral(SqlFile sql, Problems problems) {
        var scanner = new Scanner(sql.body());
        scanner.run();
        if (scanner.semicolon >= 0) {
            var before = sql.body().substring(0, scanner.semicolon);
            problems.add(
                    sql.at(1 + (int) before.chars().filter(c -> c == '\n').count()),
                    "one file holds one statement; take away what follows the ';'");
        }
        return scanner.semicolon >= 0;
    }

    /** Whether the step {@code evidence} itself makes one row of several, so that rows behind the figure stay hidden. */
    static boolean isEvidenceGrouped(SqlFile sql) {
        var scanner = new Scanner(sql.body());
        scanner.run();
        return scanner.evidenceGrouped;
    }

    /** Parts a statement. */
    static RuleQuery of(SqlFile sql) {
        var scanner = new Scanner(sql.body());
        scanner.run();
        return new RuleQuery(sql.body().substring(0, Math.max(0, scanner.mainSelect)));
    }

    /** Walks over a statement, past texts, quoted names, comments and brackets. The steps of a with stand in brackets. */
    private static final class Scanner {

        private final String sql;
        private int mainSelect = -1;
        private int semicolon = -1;
        private int depth;
        private boolean evidenceBegun;
        private boolean evidenceGrouped;

        Scanner(String sql) {
            this.sql = sql;
        }

        void run() {
            int i = 0;
            while (i < sql.length()) {
                i = step(i);
            }
        }

        /** Reads one token; returns where the next begins. */
        private int step(int i) {
            char c = sql.charAt(i);
            if (c == '\'' || c == '"') {
                return past(String.valueOf(c), i + 1);
            }
            if (sql.startsWith("--", i)) {
                return past("\n", i + 2);
            }
            if (sql.startsWith("/*", i)) {
                return past("*/", i + 2);
            }
            if (Character.isJavaIdentifierStart(c)) {
                return word(i);
            }
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
                evidenceBegun &= depth > 0;
            } else if (c == ';' && semicolon < 0) {
                semicolon = i;
            }
            return i + 1;
        }

        private int word(int start) {
            int end = start;
            while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
                end++;
            }
            var word = sql.substring(start, end).toLowerCase(Locale.ROOT);
            if (depth == 0 && mainSelect < 0) {
                mainSelect = word.equals("select") ? start : mainSelect;
                evidenceBegun |= word.equals("evidence");
            }
            evidenceGrouped |= evidenceBegun && depth == 1 && word.equals("group");
            return end;
        }

        private int past(String mark, int from) {
            int at = sql.indexOf(mark, from);
            return at < 0 ? sql.length() : at + mark.length();
        }
    }
}
