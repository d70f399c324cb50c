package org.tongbao.job;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.warehouse.Session;

/**
 * The year 2026 as of 30 June once more, all of it: each indicator of each subject and each case of the year-end job, by
 * SQL on the raw files that shares nothing with the rulebook (src/test/resources/…/year-end, a file for each theme).
 */
class YearEndRecomputedTest {

    private static final Path QUERIES = Path.of("src/test/resources/org/tongbao/job/year-end");
    private static final Session YEAR = PrintedCity.get().sessionOf("year-end");

    @TempDir
    static Path work;

    private static RawFiles raw;
    private static final List<Query> RATES = new ArrayList<>();
    private static final List<Query> CASES = new ArrayList<>();
    private static final List<Query> TABLES = new ArrayList<>();

    /**
     * A figure or rule computed again.
     *
     * @param kind what it is a figure of; of a table its columns, of cases nothing
     * @param form count, rate, or mean of the projects' means; of tables and cases nothing
     */
    private record Query(String name, String kind, String form, String sql) {}

    @BeforeAll
    static void readTheFiles() throws IOException, SQLException {
        raw = new RawFiles(PrintedCity.get().sampleData(), work);
        raw.reference(Path.of("jobs/rulebook/reference/jgj59.csv"), "jgj59");
        raw.reference(Path.of("jobs/rulebook/reference/duty.csv"), "duty");
        raw.reference(Path.of("jobs/rulebook/reference/award-kind.csv"), "award-kind");
        for (var statement : Files.readString(QUERIES.resolve("基础.sql")).split(";\\R", 0)) {
            raw.execute(statement);
        }
        try (var files = Files.list(QUERIES)) {
            for (var file : files.filter(f -> !f.endsWith("基础.sql")).sorted().toList()) {
                for (var query : Files.readString(file).split(";\\s*(\\R|$)", 0)) {
                    if (query.isBlank()) {
                        continue;
                    }
                    var heading = query.strip().lines().findFirst().orElseThrow();
                    var words = heading.split("[:, ]+", -1);
                    if (words[1].equals("printed")) {
                        TABLES.add(new Query(words[2], heading.substring(heading.indexOf(':') + 1), "", query));
                    } else if (words[1].equals("cases")) {
                        CASES.add(new Query(words[3], "", "", query));
                    } else {
                        RATES.add(new Query(words[1], words[2], words[3], query));
                    }
                }
            }
        }
    }

    @AfterAll
    static void close() throws SQLException {
        raw.close();
    }

    @Test
    void everyIndicatorOfEverySubjectIsWhatTheRawFilesSay() throws SQLException {
        var differ = new ArrayList<String>();
        for (var query : RATES) {
            var again = new TreeMap<String, List<@Nullable String>>();
            for (var row : raw.query(upwards(query))) {
                again.put(row.get(0) + " " + row.get(1), row.subList(2, 5));
            }
            var measured = new TreeMap<String, List<@Nullable Double>>();
            for (var row : YEAR.sql("select subject_kind, subject, numerator, denominator, value from observation"
                            + " where indicator = :name")
                    .param("name", query.name())
                    .query()) {
                measured.put(
                        row.text("subject_kind") + " " + row.text("subject"),
                        Arrays.asList(
                                row.optionalNumber("numerator").orElse(null),
                                row.optionalNumber("denominator").orElse(null),
                                row.optionalNumber("value").orElse(null)));
            }
            var subjects = new TreeSet<>(again.keySet());
            subjects.addAll(measured.keySet());
            for (var subject : subjects) {
                if (!alike(measured.get(subject), again.get(subject))) {
                    differ.add(query.name() + " of " + subject + ": measured " + measured.get(subject)
                            + ", from the raw files " + again.get(subject));
                }
            }
        }
        assertThat(differ).isEmpty();
    }

    @Test
    void everyCaseIsWhatTheRawFilesSay() throws SQLException {
        for (var query : CASES) {
            var measured = YEAR
                    .sql("select subject, case_key, due from finding where rule = :rule and state <> 'cleared'")
                    .param("rule", query.name())
                    .query()
                    .stream()
                    .map(r -> r.text("subject") + ", " + r.text("case_key") + ", " + r.date("due"))
                    .collect(toCollection(TreeSet::new));
            var again = raw.query(query.sql()).stream()
                    .map(row -> row.get(0) + ", " + row.get(1) + ", " + row.get(2))
                    .collect(toCollection(TreeSet::new));
            assertThat(measured).as(query.name()).isEqualTo(again);
        }
    }

    @Test
    void whatTheSummaryCountsByItselfIsWhatTheRawFilesSay() throws SQLException {
        for (var query : TABLES) {
            var data = Objects.requireNonNull(
                            PrintedCity.get().rulebook().bulletins().get("year-end"))
                    .data()
                    .stream()
                    .filter(sql -> sql.name().equals(query.name()))
                    .findFirst()
                    .orElseThrow();
            var columns = query.kind().strip().split(", ", -1);
            var printed = YEAR.query(data.body()).stream()
                    .map(row -> Arrays.stream(columns)
                            .map(c -> String.valueOf(row.get(c)))
                            .toList())
                    .toList();
            var again = raw.query(query.sql()).stream()
                    .map(row -> row.stream().map(String::valueOf).toList())
                    .toList();
            assertThat(printed).as(query.name()).isEqualTo(again).isNotEmpty();
        }
    }

    /** The list of what is not computed again is empty: no indicator, no rule with cases. */
    @Test
    void nothingIsMeasuredThatIsNotComputedAgain() {
        assertThat(names("select distinct indicator as name from observation"))
                .isEqualTo(RATES.stream().map(Query::name).collect(toCollection(TreeSet::new)));
        assertThat(CASES.stream().map(Query::name))
                .containsAll(names("select distinct rule as name from finding where state <> 'cleared'"));
    }

    private static Set<String> names(String sql) {
        return YEAR.query(sql).stream().map(r -> r.text("name")).collect(toCollection(TreeSet::new));
    }

    /** Kind, subject, numerator, denominator and value of the subjects themselves and of all that they belong to. */
    private static String upwards(Query query) {
        var count = query.form().equals("count");
        var upper = query.form().equals("mean") ? "sum(n / d), count(*)" : count ? "sum(n), null" : "sum(n), sum(d)";
        var value = count ? "n" : query.form().equals("mean") ? "n / d" : "100.0 * n / d";
        return "with own(subject, n, d) as (select *" + (count ? ", null" : "") + " from (" + query.sql()
                + ")), every(kind, subject, n, d) as (select '" + query.kind() + "', * from own union all"
                + " select u.kind, u.上级, " + upper + " from own join 上级 as u on u.id = own.subject and u.级 = '"
                + query.kind() + "' group by all) select kind, subject, n, d, " + value + " from every";
    }

    private static boolean alike(@Nullable List<@Nullable Double> measured, @Nullable List<@Nullable String> again) {
        if (measured == null || again == null) {
            return false;
        }
        for (int i = 0; i < 3; i++) {
            var one = measured.get(i);
            var other = again.get(i);
            if (one == null || other == null) {
                if (one != null || other != null) {
                    return false;
                }
            } else if (Math.abs(one - Double.parseDouble(other)) > 1e-7) {
                return false;
            }
        }
        return true;
    }
}
