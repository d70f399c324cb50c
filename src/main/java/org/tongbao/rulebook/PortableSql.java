package org.tongbao.rulebook;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles.SqlFile;

/**
 * What other engines refuse, or compute otherwise, in SQL that people write: the rulebook keeps to standard joins, steps,
 * windows and {@code filter}, and to functions that each engine has. The reasons are in decision 0136.
 */
final class PortableSql {

    private static final Pattern HIDDEN = Pattern.compile("'(?:[^']|'')*'|--[^\n]*");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern CALL = Pattern.compile("\\b([a-z_][a-z0-9_]*)\\s*\\(", Pattern.CASE_INSENSITIVE);
    private static final Pattern STEP =
            Pattern.compile("\\b([a-z_][a-z0-9_]*)\\s*(?:\\([^)]*\\))?\\s+as\\s*\\(", Pattern.CASE_INSENSITIVE);

    /** What only one engine knows, and what to write. */
    private static final Map<Pattern, String> OWN = Map.ofEntries(
            own("::", "cast(x as type)"),
            own("\\[|\\{|->|\\b(?:lambda|unnest|struct|map|list)\\b", "a row for each value, joined"),
            own("\\bqualify\\b", "a step with row_number() as n, and 'where n = 1' in the next"),
            own("\\bexclude\\b", "the columns by their names"),
            own("\\b(?:group|order) by all\\b", "the columns by their names"),
            own("\\b(?:asof|positional)\\b", "a join on the rows' key"),
            own("\\b(?:pivot|unpivot)\\b", "sum(x) filter (where ...) for each column"),
            own("\\busing sample\\b", "the rows that are meant"),
            own("\\bilike\\b", "lower(x) like lower(y)"),
            own("\\bsimilar to\\b", "x like y"),
            own(
                    "\\bextract\\s*\\(\\s*(?:dow|isodow|week|isoyear)\\b",
                    "mod(date_diff('day', date '2024-01-01', x), 7), 0 for Mondays"));

    /** What is meant by functions that only some engines have. */
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("if", "case when ... then ... end"),
            Map.entry("ifnull", "coalesce(x, y)"),
            Map.entry("nvl", "coalesce(x, y)"),
            Map.entry("len", "length(x)"),
            Map.entry("instr", "position(x in y)"),
            Map.entry("strpos", "position(x in y)"),
            Map.entry("contains", "x like '%y%'"),
            Map.entry("year", "extract(year from x)"),
            Map.entry("month", "extract(month from x)"),
            Map.entry("day", "extract(day from x)"),
            Map.entry("date_part", "extract(year from x)"),
            Map.entry("strftime", "extract(year from x)"),
            Map.entry("datediff", "date_diff('day', x, y)"),
            Map.entry("date_sub", "date_diff('day', x, y)"),
            Map.entry("date_add", "x + interval '1' day"),
            Map.entry("last_day", "date_trunc('month', x) + interval '1' month - interval '1' day"),
            Map.entry("now", "period_end()"),
            Map.entry("today", "period_end()"),
            Map.entry("count_if", "count(*) filter (where ...)"),
            Map.entry("any_value", "min(x)"),
            Map.entry("first", "min(x)"),
            Map.entry("arg_max", "a step with row_number() as n, and 'where n = 1' in the next"),
            Map.entry("arg_min", "a step with row_number() as n, and 'where n = 1' in the next"),
            Map.entry("group_concat", "string_agg(x, '、' order by x)"),
            Map.entry("listagg", "string_agg(x, '、' order by x)"),
            Map.entry("try_cast", "cast(x as type), of a column whose dataset declares the type"),
            Map.entry("printf", "concat(x, y)"),
            Map.entry("format", "concat(x, y)"),
            Map.entry("left", "substring(x, 1, n)"),
            Map.entry("right", "substring(x, length(x) - n + 1)"));

    private static final Set<String> KNOWN = Set.of("""
            in as and or not on over filter exists values when then else from join where by select with union all case any between
            having using except intersect
            decimal varchar numeric
            count sum min max avg row_number rank dense_rank lag lead first_value last_value ntile percent_rank cume_dist string_agg
            stddev_pop stddev_samp bool_or bool_and corr median
            coalesce nullif cast abs round floor ceil greatest least mod power sqrt ln exp extract date_diff date_trunc concat
            length substring trim upper lower replace position
            period_start period_end previous_start previous_end last_year_start last_year_end year_start period_name
            period_is_over once_is_due recipient""".split("\\s+"));

    private PortableSql() {}

    private static Map.Entry<Pattern, String> own(String pattern, String instead) {
        return Map.entry(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), instead);
    }

    /**
     * Notes what would not run elsewhere, or would give something else.
     *
     * @param exact whether figures come of it: a quotient of decimals or whole numbers has other places on each engine
     */
    static void verify(SqlFile sql, boolean exact, Problems problems) {
        var plain = QUOTED.matcher(HIDDEN.matcher(sql.body())
                        .replaceAll(match -> match.group().startsWith("'") ? "''" + breaks(match.group()) : ""))
                .replaceAll("name");
        OWN.forEach((pattern, instead) -> pattern.matcher(plain)
                .results()
                .limit(1)
                .forEach(match -> refuse(sql, plain, match, "'" + match.group() + "'", instead, problems)));
        var names = new HashSet<>(KNOWN);
        names.add(sql.name());
        STEP.matcher(plain).results().forEach(step -> names.add(step.group(1).toLowerCase(Locale.ROOT)));
        for (var call : CALL.matcher(plain).results().toList()) {
            var name = call.group(1).toLowerCase(Locale.ROOT);
            if (names.add(name)) {
                var near = Problems.nearest(name, KNOWN).map(known -> known + "()");
                var instead = MEANT.getOrDefault(name, near.orElse("what standard SQL has"));
                refuse(sql, plain, call, "'" + name + "()'", instead, problems);
            }
        }
        if (exact) {
            Pattern.compile("/")
                    .matcher(plain)
                    .results()
                    .filter(at -> !isOfDoubles(plain, at.start()))
                    .forEach(
                            at -> problems.add(
                                    sql.at(line(plain, at)),
                                    "a quotient has other places on other engines; write cast(cast(a as double) / cast(b as double) as decimal(18, 10))"));
        }
    }

    /** Whether both sides are {@code cast(... as double)}, the one below perhaps within {@code nullif}. */
    private static boolean isOfDoubles(String plain, int slash) {
        return plain.substring(0, slash).stripTrailing().endsWith(" as double)")
                && plain.substring(slash + 1).stripLeading().matches("(?s)(?:nullif\\s*\\()?cast\\s*\\(.*");
    }

    private static void refuse(
            SqlFile sql, String plain, MatchResult match, String what, String instead, Problems problems) {
        problems.add(sql.at(line(plain, match)), what + " is not known to every engine; write " + instead);
    }

    private static int line(String plain, MatchResult match) {
        return 1 + breaks(plain.substring(0, match.start())).length();
    }

    private static String breaks(String text) {
        return text.replaceAll("[^\n]", "");
    }
}
