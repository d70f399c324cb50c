package org.tongbao.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongbao.rank.DrawnPlaces;
import org.tongbao.rulebook.RankedScheme;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Run;
import org.tongbao.score.DrawnScores;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/** Draws on arrays and by SQL, compared to the last digit. */
public final class BothWays {

    private static final List<String> RESULTS = List.of(
            "select * from drawn_interval",
            "select * from drawn_line",
            "select * from drawn_removal",
            "select * from drawn_index",
            "select run, scope, subject, rank, draw, comparable, place from drawn_place where draw <= 0");

    private BothWays() {}

    /** Compares what both ways write into {@code stage} for a run by a scheme; returns how many rows of it each table has. */
    public static List<Long> write(Session session, Run run, Rulebook rulebook, RankedScheme version) {
        var ranking = version.ranking();
        var drawn =
                rulebook.scoring(version).draw(session, run, ranking.breakers()).orElseThrow();
        var mine = " where run = " + run.number() + " and scheme = " + Sql.text(ranking.scheme());
        var written = Stream.of("standing", "uncertainty", "sensitivity", "removal", "line")
                .map(table -> "select * from stage." + table + mine)
                .toList();
        assertSame(
                session,
                drawn,
                () -> {
                    session.execute(
                            "update stage.standing set median = null, low = null, high = null, band = null" + mine);
                    return ranking.drawnPlaces(session, run, rulebook.subjects(), DrawnScores.TABLE);
                },
                RankUncertainty.MOST,
                places -> places.write(run, ranking.scheme(), drawn.count(), drawn.seed(), drawn.spread()),
                written,
                ranking.scheme() + " " + run.period());
        return written.stream().map(query -> (long) session.query(query).size()).toList();
    }

    /** Compares the tables that both ways leave. */
    static void leave(Session session, DrawnScores drawn, Supplier<DrawnPlaces> places, long most, String description) {
        assertSame(session, drawn, places, most, all -> {}, RESULTS, description);
    }

    private static void assertSame(
            Session session,
            DrawnScores drawn,
            Supplier<DrawnPlaces> places,
            long most,
            Consumer<DrawnPlaces> after,
            List<String> results,
            String description) {
        var bySql = places.get();
        RankUncertainty.computeBySql(drawn, bySql, most);
        after.accept(bySql);
        var expected = rows(session, results);
        var onArrays = places.get();
        assertThat(RankUncertainty.kernel(session, drawn, onArrays))
                .as(description)
                .isPresent();
        RankUncertainty.compute(session, drawn, onArrays, most);
        after.accept(onArrays);
        var found = rows(session, results);
        assertThat(found.stream().filter(row -> !expected.contains(row)))
                .as("only on arrays, not by SQL: %s", description)
                .isEmpty();
        assertThat(found).as(description).hasSameSizeAs(expected);
    }

    private static Set<String> rows(Session session, List<String> queries) {
        return queries.stream()
                .flatMap(query -> session.query(query).stream().map(row -> query + row.values()))
                .collect(Collectors.toSet());
    }
}
