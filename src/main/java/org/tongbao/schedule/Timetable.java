package org.tongbao.schedule;

import java.text.ParseException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.quartz.CronExpression;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.JobPeriod;
import org.tongbao.rulebook.Timing;
import org.tongbao.run.Period;
import org.tongbao.run.Phases;
import org.tongbao.run.Workdays;
import org.tongbao.spec.Problems;

/** When a job fires, by days and the clock of its zone. What comes after another job has no timetable. */
final class Timetable {

    /** Of an occasion whose period comes once: moving a holiday moves the day, and does not make another occasion. */
    static final String ONCE = "once";

    private static final Pattern WORKING = Pattern.compile("(?:(\\d{1,2})(?:st|nd|rd|th)|(last)) working day");
    private static final Pattern DAY = Pattern.compile("day (\\d{1,2})");
    private static final Pattern DATES = Pattern.compile("\\d{2}-\\d{2}(?:, ?\\d{2}-\\d{2})*");
    private static final String START = "start of ";

    /** Days in which every rule comes but that of a phase; a leap day may be eight years away. */
    private static final int HORIZON = 8 * 366;

    private final String job;
    private final Timing timing;
    private final Period.Kind kind;
    private final ZoneId zone;
    private final LocalTime time;
    private final Rule rule;

    /** Which days a job fires on. */
    private sealed interface Rule permits Working, MonthDays, Weekday, Dates, PhaseStart, Cron {}

    /** The nth working day, or the last but n. */
    private record Working(int n, Workdays workdays) implements Rule {}

    private record MonthDays(int day) implements Rule {}

    private record Weekday(DayOfWeek day) implements Rule {}

    private record Dates(Set<MonthDay> days) implements Rule {}

    private record PhaseStart(String name, Phases phases) implements Rule {}

    private record Cron(CronExpression expression) implements Rule {}

    Timetable(Job job, Workdays workdays, Phases phases) {
        this(job.name(), Optional.ofNullable(job.timing()).orElseThrow(), job.period(), workdays, phases);
    }

    Timetable(String job, Timing timing, Period.Kind kind, Workdays workdays, Phases phases) {
        this.job = job;
        this.timing = timing;
        this.kind = kind;
        this.zone = zone(timing.zone());
        this.time = time(timing.at());
        this.rule = rule(timing.on(), workdays, phases);
        if (!(rule instanceof PhaseStart)
                && next(LocalDate.of(2026, 1, 1).atStartOfDay(zone)).isEmpty()) {
            throw new IllegalArgumentException("'" + timing.on() + "' never comes");
        }
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

    private Rule rule(String on, Workdays workdays, Phases phases) {
        var working = WORKING.matcher(on);
        if (working.matches()) {
            return new Working(working.group(2) != null ? -1 : Integer.parseInt(working.group(1)), workdays);
        }
        var fixed = DAY.matcher(on);
        if (fixed.matches()) {
            return new MonthDays(Integer.parseInt(fixed.group(1)));
        }
        if (DATES.matcher(on).matches()) {
            return dates(on);
        }
        if (on.startsWith(START)) {
            var name = on.substring(START.length());
            if (!name.equals(Phases.ANY) && !phases.knows(name)) {
                throw new IllegalArgumentException(
                        "no phase '" + name + "'" + Problems.suggestion(name, phases.names()));
            }
            return new PhaseStart(name, phases);
        }
        if (on.startsWith("cron ")) {
            try {
                var cron = new CronExpression(on.substring(5));
                cron.setTimeZone(TimeZone.getTimeZone(zone));
                return new Cron(cron);
            } catch (ParseException e) {
                throw new IllegalArgumentException("'" + on + "': " + e.getMessage(), e);
            }
        }
        return Arrays.stream(DayOfWeek.values())
                .filter(d -> d.name().toLowerCase(Locale.ROOT).equals(on))
                .findFirst()
                .map(Weekday::new)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "'" + on
                                        + "' is no time to fire; write '3rd working day', 'last working day', 'friday', 'day 5', '12-01', 'start of PHASE' or 'cron ...'"));
    }

    private static Dates dates(String text) {
        var days = new HashSet<MonthDay>();
        for (var day : text.replace(" ", "").split(",", -1)) {
            try {
                days.add(MonthDay.parse("--" + day));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("'" + day + "' is no day of the year; write 12-01", e);
            }
        }
        return new Dates(days);
    }

    /** The first occasion after a time, if there is one. */
    Optional<Occasion> next(ZonedDateTime after) {
        return nextTime(after).map(at -> new Occasion(new JobPeriod(job, period(at), turn(at)), at));
    }

    private Optional<ZonedDateTime> nextTime(ZonedDateTime after) {
        if (rule instanceof Cron cron) {
            return Optional.ofNullable(cron.expression().getNextValidTimeAfter(Date.from(after.toInstant())))
                    .map(date -> date.toInstant().atZone(zone));
        }
        var day = after.withZoneSameInstant(zone).toLocalDate();
        for (int i = 0; i < HORIZON; i++) {
            var candidate = day.plusDays(i);
            // A time that the clocks leap over is that much later; of one that comes twice it is the first.
            var at = candidate.atTime(time).atZone(zone);
            if (firesOn(candidate) && at.isAfter(after)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /** What is computed at a firing. */
    private Period period(ZonedDateTime firing) {
        var current = Period.containing(kind, firing.withZoneSameInstant(zone).toLocalDate());
        return timing.previous() ? current.previous() : current;
    }

    private String turn(ZonedDateTime at) {
        return rule instanceof Working || rule instanceof MonthDays
                ? ONCE
                : at.toLocalDateTime().toString();
    }

    private boolean firesOn(LocalDate day) {
        if (rule instanceof Working working) {
            return isMonthOfPeriod(day)
                    && working.workdays().nth(YearMonth.from(day), working.n()).equals(Optional.of(day));
        }
        if (rule instanceof MonthDays fixed) {
            int last = day.with(TemporalAdjusters.lastDayOfMonth()).getDayOfMonth();
            return isMonthOfPeriod(day) && day.getDayOfMonth() == Math.min(fixed.day(), last);
        }
        if (rule instanceof Weekday weekday) {
            return isMonthOfPeriod(day) && day.getDayOfWeek() == weekday.day();
        }
        if (rule instanceof Dates dates) {
            return dates.days().contains(MonthDay.from(day));
        }
        return rule instanceof PhaseStart start && start.phases().begins(start.name(), day);
    }

    /** A quarter's or year's job fires in the first month after it, or in its last month if it is for this one. */
    private boolean isMonthOfPeriod(LocalDate day) {
        int months = kind.months();
        return (day.getMonthValue() - (timing.previous() ? 1 : 0)) % months == 0;
    }

    /** The year of a day whose holidays the calendar does not know although this timetable goes by them. */
    Optional<Integer> unknownYear(LocalDate day) {
        return rule instanceof Working working && !working.workdays().years().contains(day.getYear())
                ? Optional.of(day.getYear())
                : Optional.empty();
    }

    /** When it fires, in plain words. */
    String words() {
        var months =
                switch (kind) {
                    case MONTH -> "each month";
                    case QUARTER -> timing.previous() ? "the first month of each quarter" : "each quarter's last month";
                    case HALF -> timing.previous() ? "January and July" : "June and December";
                    case YEAR -> timing.previous() ? "January" : "December";
                    case SPAN -> throw new IllegalStateException("a span has no timetable");
                };
        String days;
        if (rule instanceof Working) {
            days = "on the " + timing.on() + " of " + months;
        } else if (rule instanceof MonthDays fixed) {
            days = "on day " + fixed.day() + " of " + months;
        } else if (rule instanceof Weekday weekday) {
            days = "every " + weekday.day().getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                    + (kind == Period.Kind.MONTH ? "" : " of " + months);
        } else if (rule instanceof Dates) {
            days = "each year on " + timing.on();
        } else if (rule instanceof PhaseStart start) {
            days = "on the first day of " + start.name();
        } else {
            return "by '" + timing.on() + "' (" + zone + ")";
        }
        return days + " at " + time + " (" + zone + ")";
    }
}
