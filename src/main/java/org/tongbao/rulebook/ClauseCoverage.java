package org.tongbao.rulebook;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tongbao.decide.Ladder;
import org.tongbao.measure.FindingRule;
import org.tongbao.measure.Indicator;
import org.tongbao.render.Bulletin;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/**
 * What a job has for a clause: something that it computes or prints.
 *
 * @param kind indicator, finding, scheme, ladder, bulletin or table
 * @param name its name in files and tables
 * @param title as bulletins print it
 * @param basis the clauses that it answers
 * @param job the job that gives it
 * @param printed the tables that print it, as {@code BULLETIN/QUERY}; empty where it is computed for nobody
 * @param figure what a run of the job came to, in words, given a session that is pinned to the run
 */
public record ClauseCoverage(
        String kind,
        String name,
        String title,
        List<String> basis,
        Job job,
        List<String> printed,
        Function<Session, String> figure) {

    public ClauseCoverage {
        basis = List.copyOf(basis);
        printed = List.copyOf(printed);
    }

    /** What the jobs have for each clause, in the order of the clauses; an empty list where they have nothing. */
    public static Map<String, List<ClauseCoverage>> all(Rulebook rulebook) {
        var answers = new LinkedHashMap<String, List<ClauseCoverage>>();
        rulebook.rules().basis().clauses().keySet().forEach(clause -> answers.put(clause, new ArrayList<>()));
        for (var job : rulebook.jobs().values()) {
            of(job, rulebook).forEach(answer -> answer.basis()
                    .forEach(clause -> answers.computeIfAbsent(clause, c -> new ArrayList<>())
                            .add(answer)));
        }
        return answers;
    }

    private static Stream<ClauseCoverage> of(Job job, Rulebook rulebook) {
        var printed = Printed.of(rulebook, job);
        var whole = rulebook.words().getOrDefault("whole", "");
        return Stream.of(
                        rulebook.indicators(job).stream().map(indicator -> measured(indicator, job, printed, whole)),
                        rulebook.findings(job).stream().map(rule -> found(rule, job, printed)),
                        job.rank().stream()
                                .map(name -> rulebook.versions(name).latest().scheme())
                                .map(scheme -> ranked(scheme, job, printed)),
                        job.decide().stream().map(rulebook.ladders()::get).map(ladder -> decided(ladder, job, printed)),
                        job.render().stream()
                                .map(rulebook.bulletins()::get)
                                .flatMap(bulletin -> printed(bulletin, job)))
                .flatMap(answers -> answers);
    }

    /** The value of the whole city; where the figure does not roll up so far, how many subjects have one, and their mean. */
    private static ClauseCoverage measured(Indicator indicator, Job job, Printed printed, String whole) {
        return new ClauseCoverage(
                "indicator",
                indicator.name(),
                indicator.title(),
                indicator.basis(),
                job,
                printed.places(indicator.name()),
                session -> {
                    var city = session.sql("""
                            select numerator, denominator, value from observation
                            where indicator = :indicator and subject_kind = 'city'""")
                            .param("indicator", indicator.name())
                            .query();
                    if (!city.isEmpty()) {
                        return whole + value(indicator, city.get(0)) + parts(city.get(0));
                    }
                    var all = session.sql("""
                            select count(*) as subjects, avg(value) as value from observation
                            where indicator = :indicator and subject_kind = :kind""")
                            .param("indicator", indicator.name())
                            .param("kind", indicator.subject())
                            .one();
                    long subjects = all.whole("subjects");
                    return subjects == 0 ? "没有对象" : subjects + "个对象，平均" + value(indicator, all);
                });
    }

    private static String value(Indicator indicator, Row row) {
        return row.optionalNumber("value").map(v -> plain(v) + indicator.unit()).orElse("无数据");
    }

    private static String parts(Row row) {
        return row.optionalNumber("denominator")
                .map(denominator -> "（" + plain(row.number("numerator")) + "/" + plain(denominator) + "）")
                .orElse("");
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static ClauseCoverage found(FindingRule rule, Job job, Printed printed) {
        return new ClauseCoverage(
                "finding", rule.name(), rule.title(), rule.basis(), job, printed.places(rule.name()), session -> {
                    var cases = session.sql("""
                            select count(*) filter (where state = 'new') as fresh,
                                count(*) filter (where state = 'continued') as continued
                            from finding where rule = :rule""").param("rule", rule.name()).one();
                    return "新增" + cases.whole("fresh") + "件，延续" + cases.whole("continued") + "件";
                });
    }

    private static ClauseCoverage ranked(Scheme scheme, Job job, Printed printed) {
        return new ClauseCoverage(
                "scheme",
                scheme.name(),
                scheme.title(),
                scheme.basis(),
                job,
                printed.places(scheme.name()),
                session -> {
                    var standings =
                            session.sql("""
                            select count(rank) as ranked, count(*) - count(rank) as unranked
                            from standing where scheme = :scheme""").param("scheme", scheme.name()).one();
                    return "排名" + standings.whole("ranked") + "个，未参加" + standings.whole("unranked") + "个";
                });
    }

    private static ClauseCoverage decided(Ladder ladder, Job job, Printed printed) {
        return new ClauseCoverage(
                "ladder",
                ladder.name(),
                ladder.title(),
                ladder.clauses(),
                job,
                printed.places(ladder.name()),
                session -> {
                    var decisions = session.sql(
                                    "select count(*) as subjects, count(notice) as notices from decision where ladder = :ladder")
                            .param("ladder", ladder.name())
                            .one();
                    return decisions.whole("subjects") + "个对象，告知" + decisions.whole("notices") + "份";
                });
    }

    private static Stream<ClauseCoverage> printed(Bulletin bulletin, Job job) {
        var title = bulletin.title().replace("|", "").replace("{period}", "");
        var whole = new ClauseCoverage(
                "bulletin",
                bulletin.name(),
                title,
                bulletin.basis(),
                job,
                List.of(bulletin.name()),
                session -> session.sql("select count(*) as files from artifact where bulletin = :bulletin")
                                .param("bulletin", bulletin.name())
                                .one()
                                .whole("files")
                        + "个文件");
        return Stream.concat(Stream.of(whole), bulletin.data().stream().map(query -> tabled(bulletin, query, job)));
    }

    private static ClauseCoverage tabled(Bulletin bulletin, SqlFile query, Job job) {
        return new ClauseCoverage(
                "table",
                bulletin.name() + "/" + query.name(),
                query.title(),
                Bulletin.basis(query),
                job,
                List.of(bulletin.name() + "/" + query.name()),
                // Each copy has rows of its own.
                session -> query.body().contains("recipient()")
                        ? "按收件单位分列"
                        : session.query(query.body()).size() + "行");
    }
}
