package org.tongbao.schedule;

import java.text.ParseException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.quartz.CronExpression;
import org.tongbao.job.Job;
import org.tongbao.run.Period;
import org.tongbao.run.Workdays;
import org.tongbao.spec.Problems;

/** When a job fires: {@code 3rd working day}, {@code last working day}, {@code friday}, {@code day 5} or {@code cron ...}. */
final class Timetable {

    private static final Pattern WORKING = Pattern.compile("(?:(\\d{1,2})(?:st|nd|rd|th)|(last)) working day");
    private static final Pattern DAY = Pattern.compile("day (\\d{1,2})");

    private final Job.Timing timing;
    private final Period.Kind kind;
    private final Workdays workdays;
    private final ZoneId zone;
    private final LocalTime time;

    Timetable(Job.Timing timing, Period.Kind kind, Workdays workdays) {
        this.timing = timing;
        this.kind = kind;
        this.workdays = workdays;
        this.zone = zone(timing.zone());
        this.time = time(timing.at());
        next(ZonedDateTime.of(LocalDate.of(2026, 1, 1), LocalTime.MIDNIGHT, zone));
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "unknown zone '" + text + "'" + Problems.suggestion(text, ZoneId.getAvailableZoneIds()), e);
        }
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no time of day; write \"06:00\"", e);
        }
    }

    /** The first firing after a time. */
    ZonedDateTime next(ZonedDateTime after) {
        if (timing.on().startsWith("cron ")) {
            return cron(after);
        }
        var day = after.withZoneSameInstant(zone).toLocalDate();
        for (int i = 0; i < 800; i++) {
            var candidate = day.plusDays(i);
            var at = candidate.atTime(time).atZone(zone);
            if (firesOn(candidate) && at.isAfter(after)) {
                return at;
            }
        }
        throw new IllegalArgumentException("'" + timing.on() + "' never comes");
    }

    /** What is computed at a firing. */
    Period period(ZonedDateTime firing) {
        var current = Period.containing(kind, firing.withZoneSameInstant(zone).toLocalDate());
        return timing.previous() ? current.previous() : current;
    }

    private boolean firesOn(LocalDate day) {
        // A quarter's or year's job fires in the first month after it, or in its last month if it is for this one.
        int month = day.getMonthValue() - (timing.previous() ? 1 : 0);
        if (month % months() != 0) {
            return false;
        }
        var working = WORKING.matcher(timing.on());
        if (working.matches()) {
            int n = working.group(2) != null ? -1 : Integer.parseInt(working.group(1));
            return workdays.nth(YearMonth.from(day), n).equals(Optional.of(day));
        }
        var fixed = DAY.matcher(timing.on());
        if (fixed.matches()) {
            int wanted = Integer.parseInt(fixed.group(1));
            int last = day.with(TemporalAdjusters.lastDayOfMonth()).getDayOfMonth();
            return day.getDayOfMonth() == Math.min(wanted, last);
        }
        var weekday = Arrays.stream(DayOfWeek.values())
                .filter(d -> d.name().toLowerCase(Locale.ROOT).equals(timing.on()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "'" + timing.on()
                                        + "' is no time to fire; write '3rd working day', 'last working day', 'friday', 'day 5' or 'cron ...'"));
        return day.getDayOfWeek() == weekday;
    }

    private int months() {
        return switch (kind) {
            case MONTH -> 1;
            case QUARTER -> 3;
            case HALF -> 6;
            case YEAR -> 12;
        };
    }

    private ZonedDateTime cron(ZonedDateTime after) {
        try {
            var cron = new CronExpression(timing.on().substring(5));
            cron.setTimeZone(TimeZone.getTimeZone(zone));
            var next = cron.getNextValidTimeAfter(Date.from(after.toInstant()));
            if (next == null) {
                throw new IllegalArgumentException("'" + timing.on() + "' never comes");
            }
            return next.toInstant().atZone(zone);
        } catch (ParseException e) {
            throw new IllegalArgumentException("'" + timing.on() + "': " + e.getMessage(), e);
        }
    }
}
