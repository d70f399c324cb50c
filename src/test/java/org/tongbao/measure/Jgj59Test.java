package org.tongbao.measure;

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
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tongbao.SharedCases;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/** The rulebook's views of JGJ 59-2011 against worked examples and the standard's own table of marks. */
class Jgj59Test {

    private static final ShippedRulebook RULEBOOK = ShippedRulebook.read();

    /**
     * Each case becomes an inspection, each sheet a table of its own, each part an item: the marks of the 1999 edition
     * in the cases are data, as those of the 2011 edition are in the rulebook.
     */
    @Test
    void theWorkedExamplesComeOutAsPublished() throws IOException {
        var folder = SharedCases.folder("jgj59-worked");
        var off = new ArrayList<String>();
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            rows(folder.resolve("inputs.csv")).forEach(row -> give(session, row));
            pin(session);
            for (var expected : rows(folder.resolve("expected.csv"))) {
                var given = given(session, cell(expected, "case"), cell(expected, "quantity"));
                if (!rounded(given, cell(expected, "decimals")).equals(cell(expected, "value"))) {
                    off.add(expected + " but was " + given);
                }
            }
        }
        assertThat(off).isEmpty();
    }

    @Test
    void everyTableOfTheStandardHasAHundredMarksSixtyOfThemGuaranteed() throws IOException {
        var full = new LinkedHashMap<String, BigDecimal>();
        var guaranteed = new LinkedHashMap<String, BigDecimal>();
        var sections = new LinkedHashMap<String, BigDecimal>();
        for (var row : rows(Path.of("jobs/rulebook/reference/jgj59.csv"))) {
            var mark = new BigDecimal(cell(row, "full_mark"));
            full.merge(cell(row, "table_code"), mark, BigDecimal::add);
            if (cell(row, "item_kind").equals("guarantee")) {
                guaranteed.merge(cell(row, "table_code"), mark, BigDecimal::add);
            }
            sections.put(cell(row, "section"), new BigDecimal(cell(row, "section_full")));
        }
        assertThat(full).hasSize(19);
        assertThat(full.values()).allMatch(sum -> sum.intValueExact() == 100);
        assertThat(guaranteed).hasSize(17).doesNotContainKeys("B.13", "B.19");
        assertThat(guaranteed.values()).allMatch(sum -> sum.intValueExact() == 60);
        assertThat(sections).hasSize(10);
        assertThat(sections.values().stream()
                        .mapToInt(BigDecimal::intValueExact)
                        .sum())
                .isEqualTo(100);
    }

    /** An item of the standard's reference table. */
    private record Item(String table, String section, BigDecimal sectionFull, int no, String kind, BigDecimal full) {

        boolean guaranteed() {
            return kind.equals("guarantee");
        }

        BigDecimal fullOr(BigDecimal deducted) {
            return full.subtract(deducted.min(full));
        }
    }

    /**
     * A filled-in table of marks. Items of which nothing is said have their full mark.
     *
     * @param deducted item number to deduction
     * @param missing numbers of items that the site does not have
     * @param score what the table has to score; null if it does not count at all
     * @param because why it scores nothing, if a rule says so
     */
    private record Filled(
            String name,
            List<Item> items,
            Map<Integer, BigDecimal> deducted,
            Set<Integer> missing,
            @Nullable BigDecimal score,
            @Nullable String because) {

        static Filled of(String name, List<Item> items, Map<Integer, BigDecimal> deducted, Set<Integer> missing) {
            var full = BigDecimal.ZERO;
            var got = BigDecimal.ZERO;
            for (var item : items) {
                if (!missing.contains(item.no())) {
                    full = full.add(item.full());
                    got = got.add(item.fullOr(deducted.getOrDefault(item.no(), BigDecimal.ZERO)));
                }
            }
            var score = full.signum() == 0 ? null : got.multiply(HUNDRED).divide(full, 9, RoundingMode.HALF_UP);
            return new Filled(name, items, deducted, missing, score, null);
        }

        Filled zeroBecause(String reason) {
            return new Filled(name, items, deducted, missing, BigDecimal.ZERO.setScale(9), reason);
        }
    }

    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final String ZERO_ITEM = "保证项目有一项得零分";
    private static final String SUBTOTAL = "保证项目小计不足40/60";

    @Test
    void everyTableFollowsItsRulesOfZeroAndOfMissingItems() throws IOException {
        var tables = standard();
        var cases =
                tables.values().stream().flatMap(items -> cases(items).stream()).toList();
        assertThat(cases).hasSizeGreaterThan(19 * 30);
        var off = new ArrayList<String>();
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            give(session, tables.values().stream().flatMap(List::stream).toList());
            cases.forEach(filled -> give(session, filled.name(), "1", filled));
            pin(session);
            var scores = new LinkedHashMap<String, Row>();
            session.query("select inspection_id, score, zero_because from jgj59_table_score")
                    .forEach(row -> scores.put(row.text("inspection_id"), row));
            for (var filled : cases) {
                var row = scores.get(filled.name());
                var score = row == null ? null : new BigDecimal(row.text("score")).setScale(9, RoundingMode.HALF_UP);
                var because = row == null ? null : row.get("zero_because");
                if (!isSame(score, filled.score()) || !Objects.equals(because, filled.because())) {
                    off.add(filled + " but was " + score + " " + because);
                }
            }
        }
        assertThat(off).isEmpty();
    }

    private static List<Filled> cases(List<Item> items) {
        var name = items.get(0).table() + " ";
        var cases = new ArrayList<Filled>();
        cases.add(Filled.of(name + "full marks", items, Map.of(), Set.of()));
        for (var item : items) {
            var no = item.no();
            var zero = Filled.of(name + "zero " + no, items, Map.of(no, item.full()), Set.of());
            var beyond = Filled.of(
                    name + "beyond " + no, items, Map.of(no, item.full().add(BigDecimal.ONE)), Set.of());
            cases.add(item.guaranteed() ? zero.zeroBecause(ZERO_ITEM) : zero);
            cases.add(item.guaranteed() ? beyond.zeroBecause(ZERO_ITEM) : beyond);
            cases.add(Filled.of(
                    name + "almost " + no, items, Map.of(no, item.full().subtract(CENT)), Set.of()));
            var other = items.get(no == 1 ? 1 : 0).no();
            cases.add(Filled.of(name + "missing " + no, items, Map.of(other, BigDecimal.ONE), Set.of(no)));
            if (item.guaranteed()) {
                cases.addAll(atTheLimit(name + "limit without " + no, items, Set.of(no)));
            }
        }
        var all = items.stream().map(Item::no).collect(Collectors.toSet());
        cases.add(Filled.of(name + "nothing there", items, Map.of(), all));
        var guaranteed = items.stream().filter(Item::guaranteed).map(Item::no).collect(Collectors.toSet());
        if (guaranteed.isEmpty()) {
            var nothing = items.stream().collect(Collectors.toMap(Item::no, Item::full));
            cases.add(Filled.of(name + "all lost", items, nothing, Set.of()));
        } else {
            cases.addAll(atTheLimit(name + "limit", items, Set.of()));
            cases.add(Filled.of(name + "no guarantee item there", items, Map.of(), guaranteed));
        }
        return cases;
    }

    /** As much lost as two thirds of the guarantee items' full marks bear, and a hundredth more. */
    private static List<Filled> atTheLimit(String name, List<Item> items, Set<Integer> missing) {
        var there = items.stream()
                .filter(item -> item.guaranteed() && !missing.contains(item.no()))
                .toList();
        var full = there.stream().map(Item::full).reduce(BigDecimal.ZERO, BigDecimal::add);
        var left = full.divide(new BigDecimal(3), 2, RoundingMode.DOWN);
        var deducted = new LinkedHashMap<Integer, BigDecimal>();
        for (var item : there) {
            var lost = left.min(item.full().divide(new BigDecimal(2)));
            deducted.put(item.no(), lost);
            left = left.subtract(lost);
        }
        assertThat(left).isZero();
        var more = new LinkedHashMap<>(deducted);
        more.merge(there.get(0).no(), CENT, BigDecimal::add);
        return List.of(
                Filled.of(name + " kept", items, deducted, missing),
                Filled.of(name + " broken", items, more, missing).zeroBecause(SUBTOTAL));
    }

    /**
     * In the summary a section that the site does not have is left out, several tables of a section count by their mean,
     * and a table that scores nothing fails the whole, however high the total: the exceptions of 1999 are gone.
     */
    @Test
    void theSummaryLeavesOutWhatIsMissingTakesMeansAndGradesWithoutExceptions() throws IOException {
        var tables = standard();
        var sections = new LinkedHashMap<String, List<String>>();
        tables.forEach((table, items) -> sections.computeIfAbsent(items.get(0).section(), s -> new ArrayList<>())
                .add(table));
        var expected = new LinkedHashMap<String, String>();
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            give(session, tables.values().stream().flatMap(List::stream).toList());
            sections.forEach((section, members) -> {
                // Every other section loses 25 of 100: the total is 75 whichever is missing.
                sections.forEach((other, ofOther) -> {
                    if (!other.equals(section)) {
                        lose(session, "without " + section, ofOther.get(0), "1", tables, 25);
                    }
                });
                expected.put("without " + section, "75 合格");
                // One table of ten scores nothing, the others all: 85 to 95 in the summary.
                sections.forEach((other, ofOther) ->
                        lose(session, "zero " + section, ofOther.get(0), "1", tables, other.equals(section) ? 100 : 0));
                var full = items(tables, members.get(0)).get(0).sectionFull();
                expected.put("zero " + section, plain(HUNDRED.subtract(full)) + " 不合格");
                // All tables of a section, each twice: the mean of 10 and 20 lost is 15.
                members.forEach(table -> {
                    lose(session, "mean " + section, table, "1", tables, 10);
                    lose(session, "mean " + section, table, "2", tables, 20);
                });
                expected.put("mean " + section, "85 优良");
            });
            for (var limit : Map.of("20", "80 优良", "20.01", "79.99 合格", "30", "70 合格", "30.01", "69.99 不合格")
                    .entrySet()) {
                sections.values()
                        .forEach(members ->
                                lose(session, "lost " + limit.getKey(), members.get(0), "1", tables, limit.getKey()));
                expected.put("lost " + limit.getKey(), limit.getValue());
            }
            pin(session);
            var given = new LinkedHashMap<String, String>();
            session.query("select inspection_id, total, grade from jgj59_summary order by inspection_id")
                    .forEach(row -> given.put(
                            row.text("inspection_id"),
                            plain(new BigDecimal(row.text("total"))) + " " + row.text("grade")));
            assertThat(given).containsExactlyInAnyOrderEntriesOf(expected);
        }
    }

    private static void lose(
            Session session,
            String inspection,
            String table,
            String instance,
            Map<String, List<Item>> tables,
            int lost) {
        lose(session, inspection, table, instance, tables, String.valueOf(lost));
    }

    /** Takes marks off a table, at first from its general items, so that no rule of zero applies before 40 are gone. */
    private static void lose(
            Session session,
            String inspection,
            String table,
            String instance,
            Map<String, List<Item>> tables,
            String lost) {
        var items = items(tables, table);
        var left = new BigDecimal(lost);
        var deducted = new LinkedHashMap<Integer, BigDecimal>();
        for (int i = items.size() - 1; i >= 0; i--) {
            var part = left.min(items.get(i).full());
            deducted.put(items.get(i).no(), part);
            left = left.subtract(part);
        }
        give(session, inspection, instance, Filled.of(inspection, items, deducted, Set.of()));
    }

    private static List<Item> items(Map<String, List<Item>> tables, String table) {
        return Objects.requireNonNull(tables.get(table), table);
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static Map<String, List<Item>> standard() throws IOException {
        var tables = new LinkedHashMap<String, List<Item>>();
        for (var row : rows(Path.of("jobs/rulebook/reference/jgj59.csv"))) {
            tables.computeIfAbsent(cell(row, "table_code"), t -> new ArrayList<>())
                    .add(new Item(
                            cell(row, "table_code"),
                            cell(row, "section"),
                            new BigDecimal(cell(row, "section_full")),
                            Integer.parseInt(cell(row, "item_no")),
                            cell(row, "item_kind"),
                            new BigDecimal(cell(row, "full_mark"))));
        }
        assertThat(tables).hasSize(19);
        return tables;
    }

    private static void give(Session session, List<Item> items) {
        items.forEach(item -> session.sql(
                        "insert into dataset.jgj59_item values (:table_code, '', :section, :section_full, :item_no, '', :item_kind, :full_mark, 'confirmed', '', 1, 2)")
                .param("table_code", item.table())
                .param("section", item.section())
                .param("section_full", item.sectionFull())
                .param("item_no", item.no())
                .param("item_kind", item.kind())
                .param("full_mark", item.full())
                .execute());
    }

    private static void give(Session session, String inspection, String instance, Filled filled) {
        var rows = filled.items().stream()
                .map(item -> {
                    boolean missing = filled.missing().contains(item.no());
                    var deducted = filled.deducted().getOrDefault(item.no(), BigDecimal.ZERO);
                    return "('" + inspection + "','" + item.table() + "'," + instance + "," + item.no() + "," + missing
                            + "," + (missing ? "null" : deducted.toPlainString()) + ",1,2)";
                })
                .collect(Collectors.joining(","));
        session.execute("insert into dataset.inspection_item values " + rows);
    }

    private static void give(Session session, Map<String, String> row) {
        boolean inspectors = cell(row, "level").equals("inspector");
        var full = new BigDecimal(cell(row, "full"));
        var part = cell(row, "part");
        var missing = cell(row, "status").equals("missing");
        var instance = part.startsWith("instance") ? part.substring("instance".length()) : "1";
        var known = session.sql("select item_no from dataset.jgj59_item where table_code = :table_code")
                .param("table_code", table(row))
                .query();
        var item = part.startsWith("instance") ? 1 : known.size() + 1;
        if (known.isEmpty() || item > known.size()) {
            session.sql(
                            "insert into dataset.jgj59_item values (:table_code, '', :section, :section_full, :item_no, '', :item_kind, :full_mark, 'confirmed', '', 1, 2)")
                    .param("table_code", table(row))
                    .param("section", cell(row, "sheet"))
                    .param(
                            "section_full", // The inspectors' shares 0.6 and 0.4 weigh like sections of 60 and 40
                            // marks.
                            new BigDecimal(cell(row, "sheet_full_in_summary"))
                                    .multiply(new BigDecimal(inspectors ? 100 : 1)))
                    .param("item_no", item)
                    .param("item_kind", part.contains("guarantee") ? "guarantee" : "general")
                    .param("full_mark", full)
                    .execute();
        }
        session.sql(
                        "insert into dataset.inspection_item values (:inspection_id, :table_code, :instance, :item_no, :missing, :deducted, 1, 2)")
                .param("inspection_id", cell(row, "case"))
                .param("table_code", table(row))
                .param("instance", Integer.valueOf(instance))
                .param("item_no", item)
                .param("missing", missing)
                .param("deducted", missing ? null : full.subtract(new BigDecimal(cell(row, "got"))))
                .execute();
    }

    private static String table(Map<String, String> row) {
        return cell(row, "case") + " " + cell(row, "sheet");
    }

    private static void pin(Session session) {
        session.execute("""
                insert into dataset.inspection
                select distinct inspection_id, 'p', date '2026-06-01', '市级', '日常巡查', cast(null as text), 1, 2
                from dataset.inspection_item""");
        for (var dataset : List.of("jgj59_item", "inspection", "inspection_item")) {
            session.sql("""
                    insert into ledger.load
                    select 1 + count(*), :dataset, 's', 'f', 'f', '', 1, 1, 0, timestamp '2026-01-01', null from ledger.load""").param("dataset", dataset).execute();
            session.execute("update dataset." + dataset + " set load_id = (select max(load_id) from ledger.load)");
        }
        RULEBOOK.pin(session, "2026-06");
    }

    private static String given(Session session, String inspection, String quantity) {
        if (quantity.equals("total") || quantity.equals("grade")) {
            return session.sql("select * from jgj59_summary where inspection_id = :inspection_id")
                    .param("inspection_id", inspection)
                    .one()
                    .text(quantity);
        }
        var parts = quantity.split(":", 2);
        return session.sql(
                        "select score, mark from jgj59_section_score where inspection_id = :inspection_id and section = :section")
                .param("inspection_id", inspection)
                .param("section", parts[1])
                .one()
                .text(parts[0].equals("sheet") ? "score" : "mark");
    }

    private static String rounded(String value, String decimals) {
        return decimals.isEmpty()
                ? value
                : new BigDecimal(value)
                        .setScale(Integer.parseInt(decimals), RoundingMode.HALF_UP)
                        .toPlainString();
    }

    private static List<Map<String, String>> rows(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        var names = lines.get(0).replace("\uFEFF", "").split(",", -1);
        var rows = new ArrayList<Map<String, String>>();
        for (var line : lines.subList(1, lines.size())) {
            var cells = line.split(",", -1);
            var row = new LinkedHashMap<String, String>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], cells[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    private static String cell(Map<String, String> row, String name) {
        return Objects.requireNonNull(row.get(name), name);
    }

    private static boolean isSame(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.compareTo(other) == 0;
    }
}
