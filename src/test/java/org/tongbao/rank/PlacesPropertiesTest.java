package org.tongbao.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tongbao.warehouse.Warehouse;

/** Under every tie policy the places of n subjects are a ranking as its definition says. */
class PlacesPropertiesTest {

    @ParameterizedTest
    @EnumSource(Places.Ties.class)
    void placesAreAValidRanking(Places.Ties ties) {
        var random = new Random(3);
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            session.execute("create temp table v (trial integer, position integer, key integer)");
            var trials = new ArrayList<List<Integer>>();
            try (var rows = session.temporaryAppender("v")) {
                for (int trial = 0; trial < 200; trial++) {
                    int n = 1 + random.nextInt(30);
                    int values = 1 + random.nextInt(n);
                    var keys = IntStream.range(0, n)
                            .mapToObj(i -> random.nextInt(values))
                            .toList();
                    trials.add(keys);
                    for (int i = 0; i < n; i++) {
                        rows.row(trial, i, keys.get(i));
                    }
                }
            }
            var sql = new Places(ties, true, Places.NullPosition.KEEP).rank("partition by trial", "key", List.of());
            var found = new ArrayList<List<Double>>();
            trials.forEach(keys -> found.add(new ArrayList<>()));
            session.query("select trial, " + sql + " as place from v order by trial, position")
                    .forEach(row -> found.get((int) row.whole("trial"))
                            .add(row.optionalNumber("place").orElseThrow()));
            for (int trial = 0; trial < trials.size(); trial++) {
                var keys = trials.get(trial);
                for (int i = 0; i < keys.size(); i++) {
                    assertThat(found.get(trial).get(i)).as(keys + " at " + i).isEqualTo(place(ties, keys, i));
                }
            }
        }
    }

    private static double place(Places.Ties ties, List<Integer> keys, int at) {
        int own = keys.get(at);
        long before = keys.stream().filter(k -> k > own).count();
        long equal = keys.stream().filter(k -> k == own).count();
        return switch (ties) {
            case MIN -> before + 1;
            case MAX -> before + equal;
            case DENSE -> keys.stream().filter(k -> k > own).distinct().count() + 1;
            case AVERAGE -> before + (equal + 1) / 2.0;
            case ORDINAL ->
                before + 1 + keys.subList(0, at).stream().filter(k -> k == own).count();
        };
    }
}
