package org.tongbao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tongbao.measure.Indicator;
import org.tongbao.measure.Measure;
import org.tongbao.measure.Rules;
import org.tongbao.measure.ShippedRulebook;
import org.tongbao.run.Progress;
import org.tongbao.score.Scoring;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.warehouse.Session;

/**
 * JGJ/T 77-2010 three times over: the rulebook's views, the scheme enterprise-yearly and the arithmetic below, by the
 * standard's own table of marks, give random evaluations the same marks.
 */
class EnterpriseEvaluationTest {

    private static final ShippedRulebook RULEBOOK = ShippedRulebook.read();
    private static final int ENTERPRISES = 40;

    /** An item of the reference table. */
    private record Item(String table, BigDecimal weight, int number, BigDecimal full) {}

    /** What comes out for an enterprise. */
    private record Outcome(BigDecimal total, String grade) {}

    @Test
    void everyTableHasAHundredMarksAndTheFourOfTheEnterpriseWeighOne() throws IOException {
        var full = new TreeMap<String, BigDecimal>();
        var weights = new TreeMap<String, BigDecimal>();
        for (var item : items()) {
            full.merge(item.table(), item.full(), BigDecimal::add);
            weights.put(item.table(), item.weight());
        }
        assertThat(full).hasSize(5);
        assertThat(full.values()).allMatch(sum -> sum.intValueExact() == 100);
        var sites = weights.remove("A-5");
        assertThat(sites).isEqualByComparingTo("0.4");
        assertThat(weights.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("1");
    }

    @Test
    void viewAndSchemeAndArithmeticAgree() throws IOException {
        var items = items();
        var expected = new TreeMap<String, Outcome>();
        var random = new Random(77);
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            reference(session, items);
            for (int i = 0; i < ENTERPRISES; i++) {
                var name = "e" + i;
                session.sql(
                                "insert into dataset.enterprise (enterprise_id, load_id, source_row) values (:enterprise_id, 1, 2)")
                        .param("enterprise_id", name)
                        .execute();
                var losses = new LinkedHashMap<Item, @Nullable BigDecimal>();
                boolean sites = i % 3 > 0;
                for (var item : items) {
                    if (sites || !item.table().equals("A-5")) {
                        losses.put(item, loss(item, i, random));
                    }
                }
                losses.forEach((item, loss) -> session.sql(
                                "insert into dataset.enterprise_evaluation_item values (:evaluation_id, :enterprise_id, date '2025-11-01', :table_code, :item_no, :missing, :deducted, 1, 2)")
                        .param("evaluation_id", "v" + name)
                        .param("enterprise_id", name)
                        .param("table_code", item.table())
                        .param("item_no", item.number())
                        .param("missing", loss == null)
                        .param("deducted", loss)
                        .execute());
                expected.put(name, outcome(losses));
            }
            load(session);
            assertThat(expected.values().stream().map(Outcome::grade)).contains("合格", "基本合格", "不合格");
            var run = RULEBOOK.pin(session, "2025");
            var given = new TreeMap<String, Outcome>();
            session.query("select enterprise_id, total, grade from jgjt77_summary")
                    .forEach(row -> given.put(
                            row.text("enterprise_id"),
                            new Outcome(rounded(new BigDecimal(row.text("total"))), row.text("grade"))));
            assertThat(given).isEqualTo(expected);

            new Measure(session, run, RULEBOOK.subjects())
                    .observe(Rules.indicatorsOf(RULEBOOK.rules().matching("企业/evaluation_*")), Progress.NONE);
            scoring().score(session, run);
            var scored = new TreeMap<String, BigDecimal>();
            session.query("select subject, normalised from score where node = 'score'")
                    .forEach(row ->
                            scored.put(row.text("subject"), rounded(BigDecimal.valueOf(row.number("normalised")))));
            var totals = new TreeMap<String, BigDecimal>();
            expected.forEach((name, outcome) -> totals.put(name, outcome.total()));
            assertThat(scored).isEqualTo(totals);
        }
    }

    /** Most lose little; every fifth enterprise much; some items are missing, and some lose more than there is. */
    private static @Nullable BigDecimal loss(Item item, int enterprise, Random random) {
        int chance = random.nextInt(100);
        if (chance < 8) {
            return null;
        }
        boolean bad = enterprise % 5 == 0;
        if (bad && chance > 92) {
            return item.full().add(BigDecimal.TEN);
        }
        int most = item.full().intValueExact() * (bad ? 60 : 40);
        return BigDecimal.valueOf(random.nextInt(most), 2);
    }

    private static Outcome outcome(Map<Item, @Nullable BigDecimal> losses) {
        var got = new TreeMap<String, BigDecimal>();
        var full = new TreeMap<String, BigDecimal>();
        var weights = new TreeMap<String, BigDecimal>();
        boolean nothing = false;
        for (var entry : losses.entrySet()) {
            var item = entry.getKey();
            var loss = entry.getValue();
            if (loss != null) {
                var left = item.full().subtract(loss).max(BigDecimal.ZERO);
                nothing |= left.signum() == 0;
                got.merge(item.table(), left, BigDecimal::add);
                full.merge(item.table(), item.full(), BigDecimal::add);
                weights.put(item.table(), item.weight());
            }
        }
        var own = BigDecimal.ZERO;
        var share = BigDecimal.ZERO;
        boolean low = false;
        @Nullable BigDecimal site = null;
        for (var table : got.keySet()) {
            var score = marks(got, table)
                    .multiply(BigDecimal.valueOf(100))
                    .divide(marks(full, table), 20, RoundingMode.HALF_UP);
            low |= score.compareTo(BigDecimal.valueOf(70)) < 0;
            if (table.equals("A-5")) {
                site = score;
            } else {
                own = own.add(score.multiply(marks(weights, table)));
                share = share.add(marks(weights, table));
            }
        }
        own = own.divide(share, 20, RoundingMode.HALF_UP);
        var total = site == null ? own : own.multiply(new BigDecimal("0.6")).add(site.multiply(new BigDecimal("0.4")));
        boolean failed = nothing || low || total.compareTo(BigDecimal.valueOf(75)) < 0;
        return new Outcome(rounded(total), failed ? "不合格" : site == null ? "基本合格" : "合格");
    }

    private static BigDecimal marks(Map<String, BigDecimal> of, String table) {
        return of.getOrDefault(table, BigDecimal.ZERO);
    }

    private static BigDecimal rounded(BigDecimal points) {
        return points.setScale(6, RoundingMode.HALF_UP);
    }

    private static Scoring scoring() {
        var gauges = new LinkedHashMap<String, Scheme.Gauge>();
        RULEBOOK.rules()
                .indicators()
                .forEach((name, i) -> gauges.put(
                        name, new Scheme.Gauge(i.title(), i.better() != Indicator.Better.LOWER, i.factor())));
        var file = RULEBOOK.files()
                .find("jobs/rulebook/schemes/enterprise-yearly.yaml")
                .get(0);
        var scheme = RULEBOOK.files().yaml(file).flatMap(Scheme::read).orElseThrow();
        return new Scoring(scheme, gauges, RULEBOOK.subjects());
    }

    private static void reference(Session session, List<Item> items) {
        for (var item : items) {
            session.sql(
                            "insert into dataset.jgjt77_item (table_code, table_title, weight, item_no, full_mark, load_id, source_row)"
                                    + " values (:table_code, '', :weight, :item_no, :full_mark, 1, 2)")
                    .param("table_code", item.table())
                    .param("weight", item.weight())
                    .param("item_no", item.number())
                    .param("full_mark", item.full())
                    .execute();
        }
        for (var limit : Map.of("evaluation_table_least", 70, "evaluation_total_least", 75)
                .entrySet()) {
            session.sql("insert into dataset.parameter (name, value, load_id, source_row) values (:name, :value, 1, 2)")
                    .param("name", limit.getKey())
                    .param("value", limit.getValue())
                    .execute();
        }
    }

    private static void load(Session session) {
        var datasets = List.of("jgjt77_item", "parameter", "enterprise", "enterprise_evaluation_item");
        for (int i = 0; i < datasets.size(); i++) {
            var dataset = datasets.get(i);
            session.sql(
                            "insert into ledger.load values (:load_id, :dataset, 's', 'f', 'f', '', 1, 1, 0, timestamp '2026-01-01', null)")
                    .param("load_id", i + 1)
                    .param("dataset", dataset)
                    .execute();
            session.sql("update dataset." + dataset + " set load_id = :load_id")
                    .param("load_id", i + 1)
                    .execute();
        }
    }

    private static List<Item> items() throws IOException {
        var lines = Files.readAllLines(Path.of("jobs/rulebook/reference/jgjt77.csv"));
        var items = new ArrayList<Item>();
        for (var line : lines.subList(1, lines.size())) {
            var cells = line.split(",", -1);
            items.add(
                    new Item(cells[0], new BigDecimal(cells[2]), Integer.parseInt(cells[3]), new BigDecimal(cells[5])));
        }
        return items;
    }
}
