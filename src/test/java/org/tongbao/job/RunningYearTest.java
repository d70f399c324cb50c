package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/** The year 2026 as of 30 June, once more by plain loops over the rows that came. */
class RunningYearTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2026, 6, 30);
    private static final Session YEAR = PrintedCity.get().sessionOf("year-end");

    @Test
    void figuresOfTheCityAreThoseOfTheHalfYearThatIsKnown() {
        var hazards = rows("hazard");
        assertThat(city("inspections"))
                .containsExactly((double) count(rows("inspection"), row -> isSeen(row.date("inspected_on"))), null);
        assertThat(city("hazards_found"))
                .containsExactly((double) count(hazards, row -> isSeen(row.date("found_on"))), null);
        assertThat(city("major_hazards_found"))
                .containsExactly(
                        (double) count(
                                hazards,
                                row -> isSeen(row.date("found_on"))
                                        && row.text("grade").equals("重大")),
                        null);
        assertThat(city("hazard_on_time"))
                .containsExactly(
                        (double) count(
                                hazards,
                                row -> isSeen(row.date("due_on"))
                                        && isBy(row.date("rectified_on"), Objects.requireNonNull(row.date("due_on")))),
                        (double) count(hazards, row -> isSeen(row.date("due_on"))));
        assertThat(city("hazard_closure"))
                .containsExactly(
                        (double) count(hazards, row -> isToClose(row) && isBy(row.date("closed_on"), LAST)),
                        (double) count(hazards, RunningYearTest::isToClose));
        assertThat(city("accidents"))
                .containsExactly((double) count(rows("accident"), row -> isSeen(day(row.get("occurred_at")))), null);
        // What a rule that ends with December would count: the test can tell the two apart.
        assertThat(count(hazards, row -> isFrom(row.date("due_on"))))
                .isGreaterThan(count(hazards, row -> isSeen(row.date("due_on"))));
    }

    @Test
    void monthsThatHaveNotPassedAreNotAskedFor() {
        var held = new HashMap<String, HashSet<Integer>>();
        for (var row : rows("activity")) {
            var day = row.date("held_on");
            if (row.text("kind").equals("风险研判") && row.text("level").equals("县级") && isSeen(day)) {
                held.computeIfAbsent(row.text("region_id"), region -> new HashSet<>())
                        .add(Objects.requireNonNull(day).getMonthValue());
            }
        }
        for (var row : YEAR.query("select subject, numerator, denominator from observation"
                + " where indicator = 'risk_review_months' and subject_kind = 'region'")) {
            assertThat(row.number("denominator")).isEqualTo(6);
            assertThat(row.number("numerator"))
                    .as(row.text("subject"))
                    .isEqualTo(held.getOrDefault(row.text("subject"), new HashSet<>())
                            .size());
        }
    }

    @Test
    void nobodyIsBlamedForADutyBeforeItsDay() {
        assertThat(YEAR.query(
                        "select rule, subject, due from finding where due > date '2026-06-30' and state <> 'cleared'"))
                .isEmpty();
        var filed = new HashMap<String, LocalDate>();
        for (var row : rows("filing")) {
            filed.merge(
                    row.text("duty_id") + " " + row.optionalText("region_id").orElse(""),
                    Objects.requireNonNull(row.date("filed_on")),
                    (one, other) -> one.isBefore(other) ? one : other);
        }
        long late = 0;
        long due = 0;
        for (var duty : rows("duty")) {
            var day = LocalDate.of(2026, (int) duty.whole("due_month"), (int) duty.whole("due_day"));
            for (var region : duty.text("level").equals("县级") && !day.isAfter(LAST) ? rows("region") : List.<Row>of()) {
                var on = filed.get(duty.text("duty_id") + " " + region.text("region_id"));
                due++;
                late += on == null || on.isAfter(day) ? 1 : 0;
            }
        }
        assertThat(city("filing_on_time")).containsExactly((double) due - late, (double) due);
        assertThat(due).isPositive();
    }

    /** R036: due by the last day, and not closed before the first. */
    private static boolean isToClose(Row row) {
        var closed = row.date("closed_on");
        return isBy(row.date("due_on"), LAST) && (closed == null || !closed.isBefore(FIRST));
    }

    private static boolean isFrom(@Nullable LocalDate day) {
        return day != null && !day.isBefore(FIRST);
    }

    private static boolean isSeen(@Nullable LocalDate day) {
        return isFrom(day) && isBy(day, LAST);
    }

    private static boolean isBy(@Nullable LocalDate day, LocalDate last) {
        return day != null && !day.isAfter(last);
    }

    private static LocalDate day(@Nullable Object time) {
        return ((LocalDateTime) Objects.requireNonNull(time)).toLocalDate();
    }

    private static long count(List<Row> rows, Predicate<Row> wanted) {
        return rows.stream().filter(wanted).count();
    }

    private static List<Row> rows(String dataset) {
        return YEAR.query("select * from " + dataset);
    }

    /** Numerator and denominator. */
    private static List<@Nullable Object> city(String indicator) {
        Map<String, @Nullable Object> row = YEAR.sql(
                        "select numerator, denominator from observation where subject_kind = 'city' and indicator = :name")
                .param("name", indicator)
                .one()
                .values();
        return java.util.Arrays.asList(row.get("numerator"), row.get("denominator"));
    }
}
