package org.tongbao;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import org.junit.jupiter.api.Test;
import org.tongbao.decide.Ladder;
import org.tongbao.measure.Indicator;
import org.tongbao.measure.ShippedRulebook;
import org.tongbao.rank.Ranking;
import org.tongbao.score.Scoring;
import org.tongbao.score.scheme.Scheme;

/** The parts of the rulebook fit one another. */
class RulebookTest {

    private static final ShippedRulebook RULEBOOK = ShippedRulebook.read();

    @Test
    void schemesAndLaddersNameOnlyWhatExistsAndTheEnginePlansThem() {
        var files = RULEBOOK.files();
        var problems = RULEBOOK.problems();
        var gauges = new LinkedHashMap<String, Scheme.Gauge>();
        RULEBOOK.rules()
                .indicators()
                .forEach((name, i) -> gauges.put(
                        name, new Scheme.Gauge(i.title(), i.better() != Indicator.Better.LOWER, i.factor())));
        var schemes = new LinkedHashSet<String>();
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            var run = RULEBOOK.pin(session, "2026-06");
            for (var file : files.find("jobs/rulebook/schemes/*.yaml")) {
                var block = files.yaml(file).orElseThrow();
                Scheme.read(block).ifPresent(scheme -> {
                    scheme.verify(gauges, problems);
                    RULEBOOK.rules().basis().verify(scheme.basis(), block.at("basis"), problems);
                    new Scoring(scheme, gauges, RULEBOOK.subjects()).plan(session, run, problems);
                    schemes.add(scheme.name());
                });
                Ranking.read(block, false);
            }
        }
        for (var file : files.find("jobs/rulebook/ladders/*.yaml")) {
            files.yaml(file)
                    .flatMap(Ladder::read)
                    .ifPresent(ladder -> ladder.verify(
                            RULEBOOK.rules().findings().keySet(),
                            schemes,
                            RULEBOOK.catalog().datasets().keySet(),
                            RULEBOOK.subjects(),
                            problems));
        }
        problems.throwIfAny();
        assertThat(schemes).contains("project-monthly", "region-monthly");
    }
}
