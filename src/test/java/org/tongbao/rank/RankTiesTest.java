package org.tongbao.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tongbao.SharedCases;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/** Tie vectors from the test suites of scipy, pandas, dplyr, COINr and scikit-criteria, through the product's SQL. */
class RankTiesTest {

    private static final Map<String, Places.Ties> TIES = Map.of(
            "min", Places.Ties.MIN,
            "max", Places.Ties.MAX,
            "average", Places.Ties.AVERAGE,
            "dense", Places.Ties.DENSE,
            "ordinal", Places.Ties.ORDINAL);

    @Test
    void everyVectorGetsTheRanksOfItsSuite() throws Exception {
        var folder = SharedCases.folder("rank-ties");
        var inputs = lines(folder.resolve("inputs.csv"));
        var expected = lines(folder.resolve("expected.csv"));
        assertThat(inputs).hasSize(96);
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            for (int i = 0; i < inputs.size(); i++) {
                // case, source (may hold commas), method, order, na, output, values
                var cells = inputs.get(i).split(",", -1);
                int n = cells.length;
                var places = new Places(
                        Objects.requireNonNull(TIES.get(cells[n - 5])),
                        cells[n - 4].equals("desc"),
                        Places.NullPosition.valueOf(cells[n - 3].toUpperCase(Locale.ROOT)));
                var values = List.of(cells[n - 1].split(";", -1));
                var wanted = List.of(expected.get(i).split(",", -1)[1].split(";", -1));
                var found = ranks(session, places, cells[n - 2], values);
                assertThat(found).as(inputs.get(i)).hasSameSizeAs(wanted);
                for (int k = 0; k < wanted.size(); k++) {
                    double w = wanted.get(k).isEmpty() ? -1 : Double.parseDouble(wanted.get(k));
                    assertThat(found.get(k)).as(inputs.get(i)).isCloseTo(w, within(1e-12));
                }
            }
        }
    }

    /** The values' ranks in their order; -1 where there is none. Whole numbers stay whole: some exceed a double. */
    private static List<Double> ranks(Session session, Places places, String output, List<String> values) {
        boolean whole = values.stream().allMatch(v -> v.matches("-?[0-9]*"));
        session.execute(
                "create or replace temp table v (position integer, key " + (whole ? "hugeint" : "double") + ")");
        for (int k = 0; k < values.size(); k++) {
            session.sql("insert into v select :k, " + (values.get(k).isEmpty() ? "null" : "'" + values.get(k) + "'"))
                    .param("k", k)
                    .execute();
        }
        var share =
                switch (output) {
                    case "pct" -> places.fraction("", "key");
                    case "percent_rank" -> places.surpassed("", "key");
                    case "cume_dist" -> places.reached("", "key");
                    default -> places.rank("", "key", List.of());
                };
        var ranks = new ArrayList<Double>();
        session.query("select position, " + share + " as r from v order by position")
                .forEach(row -> ranks.add(row.optionalNumber("r").orElse(-1.0)));
        return ranks;
    }

    private static List<String> lines(Path csv) throws Exception {
        var lines = Files.readAllLines(csv);
        return lines.subList(1, lines.size());
    }
}
