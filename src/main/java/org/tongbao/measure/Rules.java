package org.tongbao.measure;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.WarehouseException;

/**
 * All indicators and findings of the rulebook, and the clauses they rest on.
 *
 * @param indicators name to indicator, in order of path
 * @param findings name to rule, in order of path
 * @param basis the clauses
 */
public record Rules(Map<String, Indicator> indicators, Map<String, FindingRule> findings, Basis basis) {

    private static final String INDICATORS = "jobs/rulebook/indicators/";
    private static final String FINDINGS = "jobs/rulebook/findings/";

    public Rules {
        indicators = new LinkedHashMap<>(indicators);
        findings = new LinkedHashMap<>(findings);
    }

    /** Reads the files; their SQL is not looked at before {@link #verify}. */
    public static Rules read(SpecFiles files, Problems problems) {
        var indicators = new LinkedHashMap<String, Indicator>();
        for (var file : files.find(INDICATORS + "**.sql")) {
            files.sql(file)
                    .flatMap(Indicator::read)
                    .ifPresent(i -> refuseTwice(indicators.putIfAbsent(i.name(), i), i.name(), i.sql(), problems));
        }
        var findings = new LinkedHashMap<String, FindingRule>();
        for (var file : files.find(FINDINGS + "**.sql")) {
            files.sql(file)
                    .flatMap(FindingRule::read)
                    .ifPresent(f -> refuseTwice(findings.putIfAbsent(f.name(), f), f.name(), f.sql(), problems));
        }
        return new Rules(indicators, findings, Basis.read(files, problems));
    }

    private static void refuseTwice(@Nullable Object first, String name, SqlFile sql, Problems problems) {
        if (first != null) {
            problems.add(sql.header().at(), "there is another '" + name + "' in another folder");
        }
    }

    /** Makes the table {@code rule(name, title, unit)}, so that bulletins print the titles that the files declare. */
    public void define(Session session) {
        session.execute("create or replace temp table rule (name varchar, title varchar, unit varchar)");
        try (var rows = session.temporaryAppender("rule")) {
            indicators.values().forEach(i -> rows.row(i.name(), i.title(), i.unit()));
            findings.values().forEach(f -> rows.row(f.name(), f.title(), null));
        }
    }

    /** The indicators that a job names: by a pattern over paths below {@code indicators} ({@code monthly/*}) or by name. */
    public List<Indicator> indicators(String pattern) {
        return matching(indicators, Indicator::sql, INDICATORS, pattern);
    }

    /** The findings that a job names: by a pattern over paths below {@code findings} or by name. */
    public List<FindingRule> findings(String pattern) {
        return matching(findings, FindingRule::sql, FINDINGS, pattern);
    }

    private static <T> List<T> matching(Map<String, T> rules, Function<T, SqlFile> sql, String root, String pattern) {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        var matching = new ArrayList<T>();
        rules.forEach((name, rule) -> {
            var path = sql.apply(rule).header().at().file();
            var below = path.substring(root.length(), path.length() - ".sql".length());
            if (name.equals(pattern) || matcher.matches(Path.of(below))) {
                matching.add(rule);
            }
        });
        return matching;
    }

    /** Lets the engine plan every query in a pinned session, and notes what is wrong with it at its line. */
    public void verify(Session pinned, Subjects subjects, Problems problems) {
        for (var indicator : indicators.values()) {
            verifyHead(indicator.sql(), indicator.subject(), indicator.basis(), subjects, problems);
            boolean ratio = indicator.kind() == Indicator.Kind.RATIO;
            var wanted = ratio ? List.of("subject", "numerator", "denominator") : List.of("subject", "numerator");
            if (verifyColumns(indicator.sql(), wanted, pinned, problems)) {
                verifyExact(indicator, pinned, problems);
                verifyEvidence(indicator, pinned, problems);
            }
        }
        for (var rule : findings.values()) {
            verifyHead(rule.sql(), rule.subject(), rule.basis(), subjects, problems);
            verifyColumns(rule.sql(), FindingRule.COLUMNS, pinned, problems);
        }
    }

    private void verifyHead(SqlFile sql, String subject, List<String> numbers, Subjects subjects, Problems problems) {
        basis.verify(numbers, sql.header().at("basis"), problems);
        if (!subjects.kinds().containsKey(subject)) {
            problems.addUnknown(
                    sql.header().at("subject"),
                    "subject",
                    subject,
                    subjects.kinds().keySet());
        }
    }

    /** Whether the query can be planned and gives these columns and no others. */
    private static boolean verifyColumns(SqlFile sql, List<String> wanted, Session pinned, Problems problems) {
        int before = problems.count();
        if (RuleQuery.isSeveral(sql, problems)) {
            return false;
        }
        try {
            var columns = pinned.columns(sql.body());
            var absent = wanted.stream().filter(name -> !columns.contains(name)).toList();
            absent.forEach(name ->
                    problems.add(sql.at(1), "the query must give a column '" + name + "'; it gives " + columns));
            columns.stream()
                    .filter(name -> !wanted.contains(name))
                    .forEach(name -> problems.addUnknown(sql.at(1), "column", name, absent));
        } catch (WarehouseException e) {
            problems.add(sql.at(e.line().orElse(1)), e.reason());
        }
        return problems.count() == before;
    }

    /** A sum of floating-point numbers depends on the order in which an engine's threads meet them. */
    private static void verifyExact(Indicator indicator, Session pinned, Problems problems) {
        pinned.types(indicator.sql().body()).forEach((name, type) -> {
            if (Set.of("DOUBLE", "FLOAT", "REAL").contains(type.toUpperCase(Locale.ROOT))) {
                problems.add(
                        indicator.sql().at(1),
                        "'" + name + "' is a floating-point number, whose sums depend on the order of rows;"
                                + " cast it: cast(... as decimal(18, 6))");
            }
        });
    }

    private static void verifyEvidence(Indicator indicator, Session pinned, Problems problems) {
        try {
            var columns = pinned.columns(RuleQuery.of(indicator.sql()).evidence());
            for (var name : List.of("subject", "load_id", "source_row")) {
                if (!columns.contains(name)) {
                    problems.add(
                            indicator.sql().at(1),
                            "the step 'evidence' must have a column '" + name + "'; it has " + columns);
                }
            }
        } catch (WarehouseException e) {
            problems.add(
                    indicator.sql().at(1),
                    "there must be a step 'evidence' (with ... evidence as (...) select ... from evidence) with the"
                            + " rows behind the figure: " + e.reason());
        }
    }
}
