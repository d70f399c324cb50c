package org.tongbao.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tongbao.rank.Certainty;
import org.tongbao.run.Run;
import org.tongbao.rulebook.RankedScheme;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.score.DrawnScores;
import org.tongbao.warehouse.Session;

/** Draws on arrays and by SQL, held against each other to the last digit. */
public final class BothWays {

    private BothWays() {}

    /** The same of the places that a run has by a scheme. */
    public static void leaveTheSame(Session session, Run run, Rulebook rulebook, RankedScheme version) {
        var ranking = version.ranking();
        leaveTheSame(
                session,
                rulebook.scoring(version).draw(session, run, ranking.breakers()).orElseThrow(),
                () -> ranking.certainty(session, run, rulebook.subjects(), DrawnScores.TABLE),
                RankUncertainty.MOST,
                ranking.scheme() + " " + run.period());
    }

    static void leaveTheSame(
            Session session, DrawnScores drawn, Supplier<Certainty> certainty, long most, String description) {
        RankUncertainty.lookBySql(drawn, certainty.get(), most);
        var bySql = rows(session);
        var places = certainty.get();
        assertThat(RankUncertainty.kernel(session, drawn, places)).as(description).isPresent();
        RankUncertainty.look(session, drawn, places, most);
        var onArrays = rows(session);
        assertThat(onArrays.stream().filter(row -> !bySql.contains(row)))
                .as("only on arrays, not by SQL: %s", description)
                .isEmpty();
        assertThat(onArrays).as(description).hasSameSizeAs(bySql);
    }

    private static Set<String> rows(Session session) {
        return List.of(
                        "drawn_interval",
                        "drawn_line",
                        "drawn_removal",
                        "drawn_index",
                        "(select run, scope, subject, rank, draw, comparable, place from drawn_place where draw <= 0)")
                .stream()
                .flatMap(table ->
                        session.query("select * from " + table).stream().map(row -> table + row.values()))
                .collect(Collectors.toSet());
    }
}
