package org.tongbao.run;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tongbao.spec.Block;

/**
 * Which days are worked: weekdays but for statutory holidays, and the weekend days worked in exchange
 * ({@code jobs/rulebook/calendar.yaml}).
 *
 * @param years years whose arrangement is known; other years have weekends only
 */
public record Workdays(Set<Integer> years, Set<LocalDate> holidays, Set<LocalDate> exchanged) {

    /** Weekends only. */
    public static final Workdays NO_HOLIDAYS = new Workdays(Set.of(), Set.of(), Set.of());

    public Workdays {
        years = Set.copyOf(years);
        holidays = Set.copyOf(holidays);
        exchanged = Set.copyOf(exchanged);
    }

    /** Reads the calendar. */
    public static Optional<Workdays> read(Block block) {
        return block.as(b -> {
            b.oneOf("confidence", List.of("confirmed", "memory"), "memory");
            var years = new HashSet<Integer>();
            for (var year : b.texts("years")) {
                if (year.matches("\\d{4}")) {
                    years.add(Integer.valueOf(year));
                } else {
                    b.problems().add(b.at("years"), "'" + year + "' is no year; write 2026");
                }
            }
            return new Workdays(years, days(b, "holidays"), days(b, "workdays"));
        });
    }

    private static Set<LocalDate> days(Block block, String key) {
        var days = new HashSet<LocalDate>();
        for (var text : block.texts(key)) {
            try {
                int dots = text.indexOf("..");
                var first = LocalDate.parse(dots < 0 ? text : text.substring(0, dots));
                var last = dots < 0 ? first : LocalDate.parse(text.substring(dots + 2));
                first.datesUntil(last.plusDays(1)).forEach(days::add);
            } catch (DateTimeParseException e) {
                block.problems()
                        .add(block.at(key), "'" + text + "' is no day; write 2026-10-01 or 2026-10-01..2026-10-07");
            }
        }
        return days;
    }

    /** Whether people are at work on this day. */
    public boolean isWorked(LocalDate day) {
        if (exchanged.contains(day)) {
            return true;
        }
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        return !weekend && !holidays.contains(day);
    }

    /** The nth working day of a month, or the last but n for a negative n. */
    public Optional<LocalDate> nth(YearMonth month, int n) {
        Stream<LocalDate> days =
                month.atDay(1).datesUntil(month.plusMonths(1).atDay(1)).filter(this::isWorked);
        var worked = days.toList();
        int at = n > 0 ? n - 1 : worked.size() + n;
        return at >= 0 && at < worked.size() ? Optional.of(worked.get(at)) : Optional.empty();
    }
}
