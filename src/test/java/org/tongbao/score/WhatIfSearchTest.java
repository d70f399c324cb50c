package org.tongbao.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Location;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;

/** What a figure would have to be is compared with a full scoring with that figure. */
class WhatIfSearchTest {

    private static final Subjects SUBJECTS = new Subjects(
            Map.of("region", new Subjects.Kind("region", "县（市、区）", "region", "region_id", "region_name", Map.of(), new Location("subjects.yaml", 1))));
    private static final Map<String, Scheme.Gauge> GAUGES = new LinkedHashMap<>(Map.of(
            "on_time", new Scheme.Gauge("按期整改率", true, 100),
            "overdue", new Scheme.Gauge("超期隐患", false, 1),
            "speed", new Scheme.Gauge("速度", true, 1),
            "order", new Scheme.Gauge("名次分", true, 1),
            "projects", new Scheme.Gauge("项目数", true, 1)));
    private static final Run RUN = new Run(1, "j", Period.parse("2026-06"), 0);
    private static final String SCHEME = """
            scheme: s
            subject: region
            aggregate: geometric mean
            indicators:
              on_time: { weight: 3, normalise: goalposts 0..80, small-samples: wilson }
              overdue: { per: 10 projects, normalise: deduct 5 each }
              speed: { weight: 2, normalise: min-max, missing: worst, outliers: winsorise 1 }
              order: { normalise: percentile rank }
            caps:
              - { when: overdue > 9, at: 50, because: 超期过多 }
            """;

    @TempDir
    Path folder;

    @Test
    void whatIsNeededIsEnoughAndALittleLessIsNot() {
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            fill(session);
            var scoring = new Scoring(ScoredTable.scheme(folder, SCHEME), GAUGES, SUBJECTS);
            scoring.score(session, RUN);
            double before = score(session, "r3");
            double wanted = before + 1.5;
            var ways = scoring.toOvertake(session, RUN, "r3", own -> "round(" + own + ", 9) > " + wanted);
            assertThat(ways).extracting(WhatIf::indicator).containsExactly("on_time", "overdue", "speed", "order");

            var onTime = ways.get(0);
            assertThat(onTime.cases()).isNotNull().isPositive();
            double cases = number(onTime.cases());
            assertThat(number(onTime.needed())).isCloseTo(100 * (30 + cases) / 50, within(1e-9));
            assertThat(with(session, scoring, "on_time", 30 + cases, 50.0, number(onTime.needed())))
                    .isGreaterThan(wanted)
                    .isCloseTo(number(onTime.score()), within(1e-9));
            assertThat(with(session, scoring, "on_time", 29 + cases, 50.0, 100 * (29 + cases) / 50))
                    .isLessThanOrEqualTo(wanted);

            var overdue = ways.get(1);
            assertThat(number(overdue.cases())).isNegative();
            double needed = number(overdue.needed());
            assertThat(with(session, scoring, "overdue", needed, null, needed)).isGreaterThan(wanted);
            assertThat(with(session, scoring, "overdue", needed + 1, null, needed + 1))
                    .isLessThanOrEqualTo(wanted);

            // Not whole: found to a 128th of a 128th of the way
            var speed = ways.get(2);
            double gap = (40 - 25.5) / 128 / 128;
            assertThat(with(session, scoring, "speed", null, null, number(speed.needed())))
                    .isGreaterThan(wanted);
            assertThat(with(session, scoring, "speed", null, null, number(speed.needed()) - gap * 1.001))
                    .isLessThanOrEqualTo(wanted);

            var order = ways.get(3);
            assertThat(with(session, scoring, "order", null, null, number(order.needed())))
                    .isGreaterThan(wanted);
            assertThat(score(session, "r3")).isEqualTo(before);
        }
    }

    @Test
    void aFigureThatCannotBringItAloneSaysSo() {
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            fill(session);
            var scoring = new Scoring(ScoredTable.scheme(folder, SCHEME), GAUGES, SUBJECTS);
            scoring.score(session, RUN);
            // r4 is capped: only the count that caps it helps
            var ways = scoring.toOvertake(session, RUN, "r4", own -> "round(" + own + ", 9) > 50");
            assertThat(ways)
                    .filteredOn(way -> way.needed() != null)
                    .extracting(WhatIf::indicator)
                    .containsExactly("overdue");
            assertThat(number(ways.get(1).needed())).isEqualTo(9);
            assertThat(ways.get(0).score()).isEqualTo(50);
        }
    }

    /** The score of r3 with another figure, everything else as it is; then put back. */
    private static double with(
            Session session,
            Scoring scoring,
            String indicator,
            @Nullable Double numerator,
            @Nullable Double denominator,
            double value) {
        return session.undone(() -> {
            session.sql(
                            "update stage.observation set numerator = :numerator, denominator = :denominator, value = :value where subject = 'r3' and indicator = :indicator")
                    .param("numerator", numerator)
                    .param("denominator", denominator)
                    .param("value", value)
                    .param("indicator", indicator)
                    .execute();
            scoring.score(session, RUN);
            return score(session, "r3");
        });
    }

    private static double score(Session session, String subject) {
        return session.sql("select normalised from stage.score where node = 'score' and subject = :subject")
                .param("subject", subject)
                .one()
                .optionalNumber("normalised")
                .orElseThrow();
    }

    private static double number(@Nullable Double number) {
        return Objects.requireNonNull(number);
    }

    private static void fill(Session session) {
        session.execute(
                "create temp table region as select 'r' || i as region_id, 'R' || i as region_name from range(1, 7) as t(i)");
        for (int i = 1; i <= 6; i++) {
            observe(session, i, "on_time", 20.0 + (i * 7) % 40 - (i == 3 ? 11 : 0), 50.0);
            observe(session, i, "overdue", i == 4 ? 10.0 : i + 3.0, null);
            observe(session, i, "projects", 12.0 + i, null);
            session.sql(
                            "insert into stage.observation values (1, 'region', :subject, 'speed', null, null, :value), (1, 'region', :subject, 'order', null, null, :i)")
                    .param("subject", "r" + i)
                    .param("value", i == 3 ? 25.5 : 10 + 5.0 * i)
                    .param("i", i == 3 ? 2.5 : (double) i)
                    .execute();
        }
        new Catalog(Map.of(), java.util.List.of()).pin(session, RUN);
    }

    private static void observe(
            Session session, int subject, String indicator, double numerator, @Nullable Double denominator) {
        session.sql(
                        "insert into stage.observation values (1, 'region', :subject, :indicator, :numerator, :denominator, :value)")
                .param("subject", "r" + subject)
                .param("indicator", indicator)
                .param("numerator", numerator)
                .param("denominator", denominator)
                .param("value", denominator == null ? numerator : 100 * numerator / denominator)
                .execute();
    }
}
