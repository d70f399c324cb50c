package org.tongbao.measure;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Origin;
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

    /** Sets of datasets of which one is enough for the rule to be in use; empty if it needs all that it reads. */
    public static List<List<String>> alternatives(SqlFile sql) {
        return sql.header().texts(RuleHeader.ANY_OF).stream()
                .map(one -> List.of(one.split(" +")))
                .toList();
    }

    /** Notes what is wrong with the heads: subjects and clauses that do not exist. */
    public void verifyHeads(Subjects subjects, Problems problems) {
        indicators.values().forEach(i -> verifyHead(i.sql(), i.subject(), i.basis(), subjects, problems));
        findings.values().forEach(f -> verifyHead(f.sql(), f.subject(), f.basis(), subjects, problems));
    }

    private void verifyHead(SqlFile sql, String subject, List<String> numbers, Subjects subjects, Problems problems) {
        basis.verify(numbers, sql.header().at("basis"), problems);
        subjects.verify(subject, sql.header().at("subject"), problems);
    }

    /** Lets the engine plan an indicator's query in a pinned session, and notes what is wrong with it at its line. */
    public static void verify(Indicator indicator, Session pinned, Problems problems) {
        boolean ratio = indicator.kind() == Indicator.Kind.RATIO;
        var wanted = ratio ? List.of("subject", "numerator", "denominator") : List.of("subject", "numerator");
        verifyColumns(indicator.sql(), wanted, pinned, problems).ifPresent(types -> {
            verifyExact(indicator, types, problems);
            verifyEvidence(indicator, pinned, problems);
        });
    }

    /** The same for a finding's query. */
    public static void verify(FindingRule rule, Session pinned, Problems problems) {
        verifyColumns(rule.sql(), FindingRule.COLUMNS, pinned, problems);
    }

    /** The query's columns with their types, if it can be planned and gives the columns wanted and no others. */
    private static Optional<Map<String, String>> verifyColumns(
            SqlFile sql, List<String> wanted, Session pinned, Problems problems) {
        if (RuleQuery.isSeveral(sql, problems)) {
            return Optional.empty();
        }
        try {
            var types = pinned.types(sql.body());
            refuseColumns(sql, wanted, types.keySet(), problems);
            return types.keySet().equals(Set.copyOf(wanted)) ? Optional.of(types) : Optional.empty();
        } catch (WarehouseException e) {
            problems.add(sql.at(e.line().orElse(1)), e.reason());
            return Optional.empty();
        }
    }

    /** One mistake for a column that is missing and the one that stands in its place. */
    private static void refuseColumns(SqlFile sql, List<String> wanted, Set<String> given, Problems problems) {
        var absent = new ArrayList<>(wanted);
        absent.removeAll(given);
        var odd = new ArrayList<>(given);
        odd.removeAll(wanted);
        for (var name : List.copyOf(odd)) {
            Problems.nearest(name, absent).ifPresent(meant -> {
                problems.addUnknown(sql.at(1), "column", name, absent);
                absent.remove(meant);
                odd.remove(name);
            });
        }
        absent.forEach(
                name -> problems.add(sql.at(1), "the query must give a column '" + name + "'; it gives " + given));
        odd.stream().skip(absent.size()).forEach(name -> problems.addUnknown(sql.at(1), "column", name, List.of()));
    }

    /** A sum of floating-point numbers depends on the order in which an engine's threads meet them. */
    private static void verifyExact(Indicator indicator, Map<String, String> types, Problems problems) {
        types.forEach((name, type) -> {
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
            if (RuleQuery.isEvidenceGrouped(indicator.sql())) {
                problems.add(
                        indicator.sql().at(1),
                        "the step 'evidence' groups its rows, so that each figure leads to one of them only;"
                                + " keep the rows there and group in a later step");
            }
            for (var name : List.of("subject", Origin.COLUMN)) {
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
