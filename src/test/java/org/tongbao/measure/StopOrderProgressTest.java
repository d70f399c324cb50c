package org.tongbao.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How far each stop order has come, as the list and the year's report tell it. */
class StopOrderProgressTest {

    private static final ShippedRulebook RULEBOOK = ShippedRulebook.read();

    private static final String ORDERS = """
            insert into dataset.stop_order (order_id, project_id, issued_on, due_on, lifted_on, revoked_on,
                resumed_without_clearance, load_id, source_row)
            values
                ('late', 'p', '2026-06-01', '2026-06-29', null, null, false, 1, 1),
                ('due', 'p', '2026-06-01', '2026-06-30', null, null, false, 1, 2),
                ('running', 'p', '2026-06-30', '2026-07-01', null, null, false, 1, 3),
                ('lifted', 'p', '2026-05-01', '2026-05-31', '2026-06-01', null, false, 1, 4),
                ('lifted later', 'p', '2026-05-01', '2026-05-31', '2026-07-01', null, false, 1, 5),
                ('over', 'p', '2026-05-01', '2026-05-31', '2026-05-31', null, true, 1, 6),
                ('resumed', 'p', '2026-06-01', '2026-06-10', null, null, true, 1, 7),
                ('resumed, lifted', 'p', '2026-06-01', '2026-06-10', '2026-06-20', null, true, 1, 8),
                ('failed', 'p', '2026-06-01', '2026-06-10', null, null, false, 1, 9),
                ('passed', 'p', '2026-06-01', '2026-06-10', null, null, false, 1, 10),
                ('revoked', 'p', '2026-06-01', '2026-06-10', null, '2026-06-30', true, 1, 11),
                ('revoked later', 'p', '2026-04-01', '2026-07-10', null, '2026-07-01', false, 1, 12)
            """;

    private static final String REVIEWS = """
            insert into dataset.stop_order_review (review_no, order_id, reviewed_on, passed, load_id, source_row)
            values ('1', 'passed', '2026-06-11', false, 2, 1), ('2', 'passed', '2026-06-12', true, 2, 2),
                ('3', 'failed', '2026-06-30', false, 2, 3), ('4', 'failed', '2026-07-01', true, 2, 4)
            """;

    @Test
    void thoseThatWentOnWithoutLeaveStayThatAndWhatIsDueOnTheLastDayIsNotYetLate() {
        assertThat(asked("""
                select concat_ws(' ', order_id, state, case when is_late then '超期' end) as t
                from stop_order_progress"""))
                .containsExactlyInAnyOrder(
                        "late 待复查 超期",
                        "due 期末到期",
                        "running 停工整改中",
                        "lifted 已复工",
                        "lifted later 待复查 超期",
                        "resumed 擅自复工 超期",
                        "resumed, lifted 擅自复工",
                        "failed 复查不合格 超期",
                        "passed 逾期未复工 超期",
                        "revoked later 停工整改中");
    }

    @Test
    void theLetterNamesTheSameOrdersAsTheList() {
        assertThat(asked(Objects.requireNonNull(RULEBOOK.rules().findings().get("resumed_without_clearance"))
                        .sql()
                        .body()
                        .replace("order_id as case_key", "order_id as t")))
                .isEqualTo(asked("select order_id as t from stop_order_progress where state = '擅自复工' order by t"))
                .containsExactly("resumed", "resumed, lifted");
    }

    @Test
    void nothingReadsRevokedOrders() throws Exception {
        var reads = Pattern.compile("\\b(from|join)\\s+stop_order\\b");
        try (var rules = Files.walk(Path.of("jobs/rulebook"));
                var templates = Files.walk(Path.of("report-templates"))) {
            var reading = new ArrayList<String>();
            for (var file : Stream.concat(rules, templates)
                    .filter(file -> file.toString().endsWith(".sql"))
                    .toList()) {
                if (reads.matcher(Files.readString(file)).find()) {
                    reading.add(file.getFileName().toString());
                }
            }
            assertThat(reading).containsExactly("standing_stop_order.sql");
        }
    }

    private static List<String> asked(String sql) {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            var datasets = List.of("stop_order", "stop_order_review", "project");
            for (int load = 1; load <= datasets.size(); load++) {
                session.sql(
                                "insert into ledger.load values (:load, :dataset, 's', 'f.csv', :dataset, '', 1, 1, 0, now(), null)")
                        .param("load", load)
                        .param("dataset", datasets.get(load - 1))
                        .execute();
            }
            session.execute(ORDERS);
            session.execute(REVIEWS);
            session.execute("insert into dataset.project (project_id, load_id, source_row) values ('p', 3, 1)");
            RULEBOOK.pin(session, "2026-06");
            return session.query(sql).stream().map(row -> row.text("t")).toList();
        }
    }
}
