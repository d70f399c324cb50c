package org.tongbao.measure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.tongbao.spec.SpecFiles.SqlFile;

/**
 * A rule's or view's query with one small mistake in it, such as {@code >} where {@code >=} should stand.
 *
 * @param in the rule's name, or {@code view} and the view's name
 * @param text the line that is changed, as it reads then; the second of the same text in a file ends with {@code (2)}
 * @param sql the file with the change
 */
record Mutant(String in, String text, SqlFile sql) {

    private static final Map<String, String> OPERATORS = Map.of(">=", ">", ">", ">=", "<=", "<", "<", "<=");
    private static final Map<String, String> PHRASES = Map.of(
            "is null", "is not null",
            "is not null", "is null",
            "left join", "join",
            "period_start()", "previous_start()",
            "period_end()", "period_start()",
            "or", "and");

    /** A token that can be changed, or one that must be passed as a whole: a comment, a text, a quoted name. */
    private static final Pattern TOKEN = Pattern.compile(
            "(?s)--[^\\n]*|/\\*.*?\\*/|'[^']*'|\"[^\"]*\"|[<>=!~|&*+-]+|[()]|is\\s+(?:not\\s+)?null\\b|left\\s+join\\b"
                    + "|\\w+(?:\\(\\))?",
            Pattern.CASE_INSENSITIVE);

    /** All there are of a file, in the order of their places. */
    static List<Mutant> of(String in, SqlFile sql) {
        var mutants = new ArrayList<Mutant>();
        var times = new HashMap<String, Integer>();
        var betweens = new ArrayDeque<Integer>();
        int depth = 0;
        var tokens = TOKEN.matcher(sql.body());
        while (tokens.find()) {
            var token = tokens.group().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
            var changed = OPERATORS.getOrDefault(token, PHRASES.getOrDefault(token, ""));
            switch (token) {
                case "(", "case" -> depth++;
                case ")", "end" -> depth--;
                case "between" -> betweens.push(depth);
                case "and" -> {
                    if (betweens.isEmpty() || betweens.peek() != depth) {
                        changed = "or";
                    } else {
                        betweens.pop();
                    }
                }
                default -> {}
            }
            if (!changed.isEmpty()) {
                mutants.add(of(in, sql, tokens.start(), tokens.end(), changed, times));
            }
        }
        return mutants;
    }

    private static Mutant of(String in, SqlFile sql, int start, int end, String changed, Map<String, Integer> times) {
        var body = sql.body().substring(0, start) + changed + sql.body().substring(end);
        int from = body.lastIndexOf('\n', start) + 1;
        int to = body.indexOf('\n', start);
        var text = body.substring(from, to < 0 ? body.length() : to).strip();
        int time = times.merge(text, 1, Integer::sum);
        return new Mutant(
                in,
                time == 1 ? text : text + " (" + time + ")",
                new SqlFile(sql.name(), sql.title(), sql.header(), body, sql.line()));
    }

    @Override
    public String toString() {
        return in + ": " + text;
    }
}
