package org.tongbao.schedule;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiConsumer;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.spi.JobFactory;
import org.quartz.spi.TriggerFiredBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.job.Job;
import org.tongbao.run.Period;
import org.tongbao.run.Workdays;
import org.tongbao.spec.Problems;

/** Fires jobs when their {@code schedule} says so. One job runs at a time: the warehouse has one writer. */
public final class Schedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

    private final Map<Job, Timetable> timetables;
    private final Clock clock;
    private final Scheduler quartz;

    /**
     * Starts to fire.
     *
     * @param fire what is done with a job and the period it is due for; it runs in a thread of the scheduler
     */
    public static Schedule start(Iterable<Job> jobs, Workdays workdays, Clock clock, BiConsumer<Job, Period> fire) {
        var problems = new Problems();
        var timetables = timetables(jobs, workdays, problems);
        problems.throwIfAny();
        return new Schedule(timetables, clock, fire);
    }

    /** Reads the schedules of jobs; fires nothing. */
    public static void check(Iterable<Job> jobs, Workdays workdays, Problems problems) {
        timetables(jobs, workdays, problems);
    }

    private static Map<Job, Timetable> timetables(Iterable<Job> jobs, Workdays workdays, Problems problems) {
        var timetables = new LinkedHashMap<Job, Timetable>();
        for (var job : jobs) {
            var timing = job.timing();
            if (timing != null) {
                try {
                    timetables.put(job, new Timetable(timing, job.period(), workdays));
                } catch (IllegalArgumentException e) {
                    problems.add(timing.where(), String.valueOf(e.getMessage()));
                }
            }
        }
        return timetables;
    }

    private Schedule(Map<Job, Timetable> timetables, Clock clock, BiConsumer<Job, Period> fire) {
        this.timetables = timetables;
        this.clock = clock;
        var properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", "tongbao");
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.setProperty("org.quartz.threadPool.threadCount", "1");
        properties.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        try {
            this.quartz = new StdSchedulerFactory(properties).getScheduler();
            quartz.setJobFactory(new Fires(fire));
            for (var job : timetables.keySet()) {
                await(job, ZonedDateTime.now(clock));
            }
            quartz.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("the scheduler cannot start", e);
        }
    }

    /**
     * A coming firing.
     *
     * @param period what will be computed
     */
    public record Firing(Job job, ZonedDateTime at, Period period) {}

    /** The next firing of each job. */
    public List<Firing> next() {
        var now = ZonedDateTime.now(clock);
        var firings = new ArrayList<Firing>();
        timetables.forEach((job, timetable) -> {
            var at = timetable.next(now);
            firings.add(new Firing(job, at, timetable.period(at)));
        });
        return firings;
    }

    private void await(Job job, ZonedDateTime after) throws SchedulerException {
        var timetable = timetables.get(job);
        if (timetable == null) {
            return;
        }
        var at = timetable.next(after);
        var detail = JobBuilder.newJob(Firer.class)
                .withIdentity(job.name() + " " + at)
                .build();
        var trigger =
                TriggerBuilder.newTrigger().startAt(Date.from(at.toInstant())).build();
        detail.getJobDataMap().put("job", job.name());
        detail.getJobDataMap().put("at", at.toString());
        quartz.scheduleJob(detail, trigger);
    }

    @Override
    public void close() {
        try {
            quartz.shutdown(true);
        } catch (SchedulerException e) {
            throw new IllegalStateException("the scheduler cannot stop", e);
        }
    }

    private final class Fires implements JobFactory {

        private final BiConsumer<Job, Period> fire;

        Fires(BiConsumer<Job, Period> fire) {
            this.fire = fire;
        }

        @Override
        public org.quartz.Job newJob(TriggerFiredBundle bundle, Scheduler scheduler) {
            return new Firer(Schedule.this, fire);
        }
    }

    /** Runs one firing and waits for the next, whether it went well or not. */
    @DisallowConcurrentExecution
    static final class Firer implements org.quartz.Job {

        private final Schedule schedule;
        private final BiConsumer<Job, Period> fire;

        Firer(Schedule schedule, BiConsumer<Job, Period> fire) {
            this.schedule = schedule;
            this.fire = fire;
        }

        @Override
        public void execute(JobExecutionContext context) {
            var name = context.getMergedJobDataMap().getString("job");
            var at = ZonedDateTime.parse(context.getMergedJobDataMap().getString("at"));
            schedule.timetables.forEach((job, timetable) -> {
                if (job.name().equals(name)) {
                    schedule.fire(job, timetable.period(at), fire);
                    schedule.again(job, at);
                }
            });
        }
    }

    private void fire(Job job, Period period, BiConsumer<Job, Period> work) {
        try {
            work.accept(job, period);
        } catch (RuntimeException e) {
            LOG.error("job {} for {} failed: {}", job.name(), period, e.getMessage(), e);
        }
    }

    private void again(Job job, ZonedDateTime last) {
        var now = ZonedDateTime.now(clock);
        try {
            await(job, now.isAfter(last) ? now : last);
        } catch (SchedulerException e) {
            LOG.error("job {} will not fire again", job.name(), e);
        }
    }
}
