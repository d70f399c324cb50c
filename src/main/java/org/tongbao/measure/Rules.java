package org.tongbao.measure;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Origin;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.WarehouseException;

/**
 * All rules of the rulebook, and the clauses they rest on.
 *
 * @param all name to rule, in order of path; a duty stands under its own name
 * @param basis the clauses
 */
public record Rules(Map<String, Rule> all, Basis basis) {

    /** Where their files lie; examples stand beside them. */
    public static final String FOLDER = "jobs/rulebook/rules/";

    private static final List<String> KINDS = List.of("indicator", "finding", "duty");

    public Rules {
        all = new LinkedHashMap<>(all);
    }

    /** Reads the files; their SQL is not looked at before {@link #verify}. */
    public static Rules read(SpecFiles files, Problems problems) {
        var all = new LinkedHashMap<String, Rule>();
        var cases = new HashSet<String>();
        for (var file : files.find(FOLDER + "**.sql")) {
            files.sql(file).flatMap(Rules::rule).ifPresent(rule -> {
                if (all.putIfAbsent(rule.name(), rule) != null
                        || (rule instanceof Duty duty && !cases.add(duty.cases().name()))) {
                    problems.add(rule.sql().header().at(), "there is another '" + rule.name() + "' in another folder");
                }
            });
        }
        return new Rules(all, Basis.read(files, problems));
    }

    /** The rule that a file declares; a file that names none is a mistake. */
    static Optional<? extends Rule> rule(SqlFile sql) {
        var kind = KINDS.stream().filter(sql.header()::has).findFirst().orElse("");
        return switch (kind) {
            case "indicator" -> Indicator.read(sql);
            case "finding" -> FindingRule.read(sql);
            case "duty" -> Duty.read(sql);
            default -> {
                sql.header().absent("duty", "a rule's head names it: 'indicator', 'finding' or 'duty', and its name");
                yield Optional.empty();
            }
        };
    }

    /** The indicators, the rates of duties among them, by name. */
    public Map<String, Indicator> indicators() {
        return named(indicatorsOf(all.values()), Indicator::name);
    }

    /** The findings, the cases of duties among them, by name. */
    public Map<String, FindingRule> findings() {
        return named(findingsOf(all.values()), FindingRule::name);
    }

    /** The indicators among rules, the rates of duties too. */
    public static List<Indicator> indicatorsOf(Collection<Rule> rules) {
        return rules.stream().flatMap(Rules::measured).toList();
    }

    /** The findings among rules, the cases of duties too. */
    public static List<FindingRule> findingsOf(Collection<Rule> rules) {
        return rules.stream().flatMap(Rules::found).toList();
    }

    private static <T> Map<String, T> named(List<T> rules, Function<T, String> name) {
        var named = new LinkedHashMap<String, T>();
        rules.forEach(rule -> named.put(name.apply(rule), rule));
        return named;
    }

    private static Stream<Indicator> measured(Rule rule) {
        return rule instanceof Indicator indicator
                ? Stream.of(indicator)
                : rule instanceof Duty duty ? Stream.of(duty.rate()) : Stream.empty();
    }

    private static Stream<FindingRule> found(Rule rule) {
        return rule instanceof FindingRule finding
                ? Stream.of(finding)
                : rule instanceof Duty duty ? Stream.of(duty.cases()) : Stream.empty();
    }

    /**
     * Makes the table {@code rule(name, title, unit, theme, meaning, clauses)}, so that bulletins print what the files declare:
     * title, folder, what is counted, and the clauses in the words of the regulations.
     */
    public void define(Session session) {
        session.execute("create or replace temp table rule (name varchar, title varchar, unit varchar, theme varchar,"
                + " meaning varchar, clauses varchar)");
        try (var rows = session.temporaryAppender("rule")) {
            for (var rule : all.values()) {
                var theme = theme(rule);
                var clauses = basis.cited(rule.basis());
                measured(rule).forEach(i -> rows.row(i.name(), i.title(), i.unit(), theme, i.meaning(), clauses));
                found(rule).forEach(f -> rows.row(f.name(), f.title(), null, theme, f.meaning(), clauses));
            }
        }
    }

    /**
     * The rules that a job means by a word: those that go with a kind of period ({@code month}), those of a theme ({@code
     * 隐患/*}), or one by its name; a duty also by the name of its cases.
     */
    public List<Rule> matching(String word) {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + word);
        return all.values().stream()
                .filter(rule -> rule.every().stream()
                                .anyMatch(kind -> kind.word().equals(word))
                        || rule.name().equals(word)
                        || (rule instanceof Duty duty && duty.cases().name().equals(word))
                        || matcher.matches(Path.of(path(rule))))
                .toList();
    }

    /** The folder in which it lies; empty for none. */
    public static String theme(Rule rule) {
        var path = path(rule);
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    }

    /** The names under which its figures and cases stand in tables. */
    public static List<String> names(Rule rule) {
        return Stream.concat(measured(rule).map(Indicator::name), found(rule).map(FindingRule::name))
                .toList();
    }

    /** {@code THEME/NAME}. */
    private static String path(Rule rule) {
        var file = rule.sql().header().at().file();
        return file.substring(FOLDER.length(), file.length() - ".sql".length());
    }

    /** Sets of datasets of which one is enough for the rule to be in use; empty if it needs all that it reads. */
    public static List<List<String>> alternatives(Rule rule) {
        return rule.sql().header().texts(RuleHeader.ANY_OF).stream()
                .map(one -> List.of(one.split(" +")))
                .toList();
    }

    /** Notes what is wrong with the heads: subjects and clauses that do not exist. */
    public void verifyHeads(Subjects subjects, Problems problems) {
        all.values().forEach(rule -> {
            basis.verify(rule.basis(), rule.sql().header().at("basis"), problems);
            subjects.verify(rule.subject(), rule.sql().header().at("subject"), problems);
        });
    }

    /** Lets the engine plan a rule's query in a pinned session, and notes what is wrong with it at its line. */
    public static void verify(Rule rule, Session pinned, Problems problems) {
        var wanted = rule instanceof Duty
                ? Duty.COLUMNS
                : !(rule instanceof Indicator indicator)
                        ? FindingRule.COLUMNS
                        : indicator.kind() == Indicator.Kind.RATIO
                                ? List.of("subject", "numerator", "denominator")
                                : List.of("subject", "numerator");
        var types = verifyColumns(rule.sql(), wanted, pinned, problems);
        if (rule instanceof Indicator indicator) {
            types.ifPresent(known -> {
                verifyExact(indicator, known, problems);
                verifyEvidence(indicator, pinned, problems);
            });
        } else if (rule instanceof Duty duty) {
            types.map(known -> known.get("met"))
                    .filter(met -> !met.equalsIgnoreCase("BOOLEAN"))
                    .ifPresent(met -> problems.add(
                            duty.sql().at(1), "'met' must be true, false or null (not yet due); it is " + met));
        }
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
