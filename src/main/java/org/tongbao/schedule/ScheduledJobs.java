package org.tongbao.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Timing;
import org.tongbao.run.Phases;
import org.tongbao.run.Workdays;
import org.tongbao.spec.Problems;

/**
 * Which jobs run by themselves, and the calendars they go by.
 *
 * @param jobs name to job
 */
public record ScheduledJobs(Map<String, Job> jobs, Workdays workdays, Phases phases) {

    /** How long before a year whose holidays are not known a warning is due; they are published in November. */
    private static final Duration NOTICE = Duration.ofDays(45);

    public ScheduledJobs {
        jobs = new LinkedHashMap<>(jobs);
    }

    /**
     * A job that runs by itself.
     *
     * @param words when, in plain words
     * @param coming its next occasions; none for a job after another
     */
    public record Entry(Job job, String words, List<Occasion> coming) {

        public Entry {
            coming = List.copyOf(coming);
        }
    }

    Agenda agenda() {
        return new Agenda(jobs, workdays, phases);
    }

    /** Notes what is wrong with the times. */
    public void check(Problems problems) {
        for (var job : jobs.values()) {
            var timing = job.timing();
            if (timing != null && timing.after() == null) {
                try {
                    new Timetable(job, workdays, phases);
                } catch (IllegalArgumentException e) {
                    problems.add(timing.where(), String.valueOf(e.getMessage()));
                }
            }
        }
    }

    /** When each job runs, with so many of its coming occasions. */
    public List<Entry> entries(Instant now, int count) {
        var agenda = agenda();
        var entries = new ArrayList<Entry>();
        for (var job : jobs.values()) {
            var timing = job.timing();
            if (timing != null) {
                var coming = agenda.coming(job.name(), now.atZone(ZoneOffset.UTC), count);
                entries.add(new Entry(job, words(job, timing, agenda), coming));
            }
        }
        return entries;
    }

    private static String words(Job job, Timing timing, Agenda agenda) {
        var table = agenda.timetables().get(job.name());
        var text = new ArrayList<String>();
        text.add(
                table == null
                        ? "after " + timing.after() + " has gone through for the "
                                + job.period().word()
                        : table.words() + ", for the " + job.period().word()
                                + (timing.previous() ? " before" : " at hand"));
        if (!job.needs().isEmpty()) {
            text.add("waits for " + String.join(", ", job.needs()));
        }
        text.add(
                switch (timing.catchUp()) {
                    case EACH -> "missed ones are all made up, in order";
                    case LAST -> "of missed ones the last is made up";
                    case NONE -> "one whose day has passed is not made up";
                });
        var again = timing.again();
        text.add(
                again.times() == 0
                        ? "a failed one is not tried again"
                        : "a failed one is tried again every " + again.every().toMinutes() + " min, up to "
                                + again.times() + " times");
        return String.join("; ", text);
    }

    /** What a person should do about the calendar: a coming year whose holidays it does not know. */
    public List<String> warnings(Instant now) {
        var years = new TreeSet<Integer>();
        var agenda = agenda();
        agenda.timetables().forEach((job, table) -> agenda.coming(job, now.atZone(ZoneOffset.UTC), 2).stream()
                .filter(occasion -> occasion.due().toInstant().isBefore(now.plus(NOTICE)))
                .forEach(occasion ->
                        table.unknownYear(occasion.due().toLocalDate()).ifPresent(years::add)));
        return years.stream()
                .map(year -> "jobs/rulebook/calendar.yaml does not know the holidays of " + year
                        + ": until they are added, every weekday of " + year + " counts as worked")
                .toList();
    }
}
