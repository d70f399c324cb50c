package org.tongbao;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/**
 * The SQL that people edit runs on any engine with standard joins, CTEs, window functions and FILTER: no word or
 * function that only DuckDB knows stands in it.
 */
class PortableSqlTest {

    private static final Pattern CALL = Pattern.compile("\\b([a-z_][a-z0-9_]*)\\s*\\(", Pattern.CASE_INSENSITIVE);
    private static final Pattern OWN = Pattern.compile(
            "\\b(qualify|exclude|unnest|struct|map|list|group by all|order by all|asof|positional|pivot|unpivot|using sample"
                    + "|ilike|similar to)\\b|::|\\[|\\{|\\blambda\\b|->",
            Pattern.CASE_INSENSITIVE);

    private static final Set<String> PORTABLE = Set.of(
            // words before a bracket that are no calls
            "in",
            "as",
            "and",
            "or",
            "not",
            "on",
            "over",
            "filter",
            "exists",
            "values",
            "when",
            "then",
            "else",
            "from",
            "join",
            "where",
            "by",
            "select",
            "with",
            "union",
            "all",
            "case",
            "any",
            "between",
            "having",
            "using",
            "except",
            "intersect",
            // types
            "decimal",
            "varchar",
            "numeric",
            // aggregates and windows
            "count",
            "sum",
            "min",
            "max",
            "avg",
            "row_number",
            "rank",
            "dense_rank",
            "lag",
            "lead",
            "first_value",
            "last_value",
            "ntile",
            "percent_rank",
            "cume_dist",
            "string_agg",
            "stddev_pop",
            "stddev_samp",
            "bool_or",
            "bool_and",
            "corr",
            "median",
            // scalars
            "coalesce",
            "nullif",
            "cast",
            "abs",
            "round",
            "floor",
            "ceil",
            "greatest",
            "least",
            "mod",
            "power",
            "sqrt",
            "ln",
            "exp",
            "extract",
            "date_diff",
            "date_trunc",
            "concat",
            "length",
            "substring",
            "trim",
            "upper",
            "lower",
            "replace",
            "position",
            // periods
            "period_start",
            "period_end",
            "previous_start",
            "previous_end",
            "last_year_start",
            "last_year_end",
            "year_start",
            "period_name",
            "period_is_over",
            "recipient");

    @Test
    void rulebookAndTemplatesKeepToPortableSql() {
        var problems = new Problems();
        var files = new SpecFiles(Path.of("").toAbsolutePath(), problems);
        var foreign = new TreeSet<String>();
        for (var file : sqlFiles(files)) {
            files.sql(file).ifPresent(sql -> {
                var names = new ArrayList<>(List.of(sql.name()));
                var body = withoutTextAndComments(sql.body());
                var ctes = Pattern.compile(
                                "\\b([a-z_][a-z0-9_]*)\\s*(?:\\([^)]*\\))?\\s+as\\s*\\(", Pattern.CASE_INSENSITIVE)
                        .matcher(body);
                while (ctes.find()) {
                    names.add(ctes.group(1));
                }
                var call = CALL.matcher(body);
                while (call.find()) {
                    var name = call.group(1).toLowerCase(Locale.ROOT);
                    if (!PORTABLE.contains(name) && !names.contains(name)) {
                        foreign.add(files.name(file) + ": " + name + "()");
                    }
                }
                var own = OWN.matcher(body);
                while (own.find()) {
                    foreign.add(files.name(file) + ": " + own.group());
                }
            });
        }
        problems.throwIfAny();
        assertThat(foreign).isEmpty();
    }

    private static List<Path> sqlFiles(SpecFiles files) {
        var all = new ArrayList<>(files.find("jobs/rulebook/**.sql"));
        all.addAll(files.find("report-templates/**.sql"));
        return all;
    }

    private static String withoutTextAndComments(String sql) {
        return sql.replaceAll("'(?:[^']|'')*'", "''")
                .replaceAll("\"[^\"]*\"", "name")
                .replaceAll("--[^\n]*", "");
    }
}
