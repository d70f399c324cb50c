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
import org.junit.jupiter.api.Test;
import org.tongbao.SharedCases;
import org.tongbao.warehouse.Session;

/** The rulebook's views of JGJ 59-2011 against worked examples and the standard's own table of marks. */
class Jgj59Test {

    private static final Rulebook RULEBOOK = Rulebook.read();

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

    private static void give(Session session, Map<String, String> row) {
        boolean inspectors = cell(row, "level").equals("inspector");
        var full = new BigDecimal(cell(row, "full"));
        var part = cell(row, "part");
        var missing = cell(row, "status").equals("missing");
        var instance = part.startsWith("instance") ? part.substring("instance".length()) : "1";
        var known = session.query("select item_no from dataset.jgj59_item where table_code = ?", table(row));
        var item = part.startsWith("instance") ? 1 : known.size() + 1;
        if (known.isEmpty() || item > known.size()) {
            session.execute(
                    "insert into dataset.jgj59_item values (?, '', ?, ?, ?, '', ?, ?, 'high', 1, 2)",
                    table(row),
                    cell(row, "sheet"),
                    // The inspectors' shares 0.6 and 0.4 weigh like sections of 60 and 40 marks.
                    new BigDecimal(cell(row, "sheet_full_in_summary")).multiply(new BigDecimal(inspectors ? 100 : 1)),
                    item,
                    part.contains("guarantee") ? "guarantee" : "general",
                    full);
        }
        session.execute(
                "insert into dataset.inspection_item values (?, ?, ?, ?, ?, ?, 1, 2)",
                cell(row, "case"),
                table(row),
                Integer.valueOf(instance),
                item,
                missing,
                missing ? null : full.subtract(new BigDecimal(cell(row, "got"))));
        session.execute("delete from dataset.inspection where inspection_id = ?", cell(row, "case"));
        session.execute(
                "insert into dataset.inspection values (?, 'p', date '2026-06-01', '市级', '日常巡查', null, 1, 2)",
                cell(row, "case"));
    }

    private static String table(Map<String, String> row) {
        return cell(row, "case") + " " + cell(row, "sheet");
    }

    private static void pin(Session session) {
        for (var dataset : List.of("jgj59_item", "inspection", "inspection_item")) {
            session.execute("""
                    insert into ledger.load
                    select 1 + count(*), ?, 's', 'f', 'f', '', 1, 1, 0, timestamp '2026-01-01', null from ledger.load""", dataset);
            session.execute("update dataset." + dataset + " set load_id = (select max(load_id) from ledger.load)");
        }
        RULEBOOK.pin(session, "2026-06");
    }

    private static String given(Session session, String inspection, String quantity) {
        if (quantity.equals("total") || quantity.equals("grade")) {
            return session.one("select * from jgj59_summary where inspection_id = ?", inspection)
                    .text(quantity);
        }
        var parts = quantity.split(":", 2);
        return session.one(
                        "select score, mark from jgj59_section_score where inspection_id = ? and section = ?",
                        inspection,
                        parts[1])
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
}
