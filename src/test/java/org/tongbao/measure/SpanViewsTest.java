package org.tongbao.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;

/** Campaigns and yearly duties over spans that cross New Year, as the shipped views see them. */
class SpanViewsTest {

    private static final ShippedRulebook RULEBOOK = ShippedRulebook.read();

    @Test
    void aCampaignCountsEachPhaseOverItsOwnDaysAndNothingOfAnotherAtTheSameTime() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            campaign(session);
            assertThat(phases(session, "2021-11-01..2022-02-28 甲", "2022-02-28"))
                    .containsExactly("甲 自查 已结束 2/2/0", "甲 提升 已结束 1/0/1");
            assertThat(phases(session, "2021-11-01..2022-02-28 甲", "2021-12-31"))
                    .containsExactly("甲 自查 已结束 2/1/0");
            assertThat(phases(session, "2021-11-01..2022-02-28", "2022-02-28"))
                    .containsExactly("甲 自查 已结束 2/2/0", "乙 排查 已结束 1/0/0", "甲 提升 已结束 1/0/1");
        }
    }

    @Test
    void dutiesOfEachYearAreListedAndNoneIsLateBeforeItsDay() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            session.execute(
                    "insert into dataset.duty (duty_id, title, level, due_month, due_day, basis, load_id, source_row)"
                            + " values ('s', '总结', '县级', 12, 15, 'R068', " + load(session, "duty") + ", 2)");
            session.execute("insert into dataset.region (region_id, region_name, city_id, load_id, source_row)"
                    + " values ('r', '甲区', 'c', " + load(session, "region") + ", 2)");
            pin(session, "2021-11-01..2022-02-28", "2022-02-28");
            assertThat(session.query("select due_on, due_on < period_end() as due from duty_due order by due_on"))
                    .extracting(row -> row.text("due_on") + " " + row.text("due"))
                    .containsExactly("2021-12-15 true", "2022-12-15 false");
            pin(session, "2026-H1", "2026-06-30");
            assertThat(session.query("select due_on from duty_due"))
                    .extracting(row -> row.text("due_on"))
                    .containsExactly("2026-12-15");
        }
    }

    @Test
    void whatIsOwedOnceAYearIsNotOwedAtTheEndOfHalfOfItOrOfACampaign() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            assertThat(List.of("2025", "2026-Q2", "2026-06", "2026-H1", "2025-01-01..2025-12-31"))
                    .extracting(period -> {
                        var days = Period.parse(period);
                        pin(session, period, days.end().minusDays(1).toString());
                        return session.one("select once_is_due() as is_over").get("is_over");
                    })
                    .containsExactly(true, true, true, false, false);
        }
    }

    private static List<String> phases(Session session, String period, String asOf) {
        pin(session, period, asOf);
        return session.query("""
                        select campaign, phase, state, sum(found) as found, sum(closed) as closed, sum(carried) as carried
                        from campaign_field group by campaign, phase, state, starts_on order by starts_on, campaign""").stream()
                .map(row -> row.text("campaign") + " " + row.text("phase") + " " + row.text("state") + " "
                        + row.whole("found") + "/" + row.whole("closed") + "/" + row.whole("carried"))
                .toList();
    }

    private static void pin(Session session, String period, String asOf) {
        assertThat(RULEBOOK.catalog().pin(session, new Run(1, "j", Period.parse(period), 1000, LocalDate.parse(asOf))))
                .isEmpty();
    }

    private static void campaign(Session session) {
        long phases = load(session, "campaign_phase");
        long hazards = load(session, "campaign_hazard");
        session.execute(
                "insert into dataset.campaign_phase (campaign, phase, starts_on, ends_on, load_id, source_row) values"
                        + " ('甲', '自查', date '2021-11-01', date '2021-11-30', " + phases + ", 2),"
                        + " ('甲', '提升', date '2022-02-01', date '2022-02-28', " + phases + ", 3),"
                        + " ('乙', '排查', date '2021-11-15', date '2022-01-31', " + phases + ", 4),"
                        + " ('乙', '全程', date '2021-11-15', date '2022-02-28', " + phases + ", 5)");
        session.execute(
                "insert into dataset.campaign_hazard (hazard_id, campaign, region_id, field, found_on, closed_on,"
                        + " load_id, source_row) values"
                        + " ('1', '甲', 'r', '燃气', date '2021-11-01', date '2021-12-31', " + hazards + ", 2),"
                        + " ('2', '甲', 'r', '燃气', date '2021-11-30', date '2022-02-01', " + hazards + ", 3),"
                        + " ('3', '甲', 'r', '建筑施工', date '2022-02-28', null, " + hazards + ", 4),"
                        + " ('4', '乙', 'r', '燃气', date '2021-11-20', null, " + hazards + ", 5)");
    }

    private static long load(Session session, String dataset) {
        long load = session.one("select count(*) + 1 as n from ledger.load").whole("n");
        session.sql(
                        "insert into ledger.load values (:load, :dataset, 's', 'f.csv', :dataset, '', 1, 1, 0, now(), null)")
                .param("load", load)
                .param("dataset", dataset)
                .execute();
        return load;
    }
}
