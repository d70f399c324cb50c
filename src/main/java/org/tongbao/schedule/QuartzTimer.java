package org.tongbao.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import org.quartz.DateBuilder;
import org.quartz.DateBuilder.IntervalUnit;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;
import org.tongbao.operations.Operations;

/**
 * Quartz over the operational database, clustered: has the agenda checked when an occasion comes, and once a minute for
 * what has no time of its own, such as a node that died. Of several nodes one at a time does it. The calls are only hints:
 * what is due is the agenda's business, so one too many does no harm and one too few is made good within the minute.
 */
final class QuartzTimer implements AutoCloseable {

    /** The job's name in Quartz's tables, which outlive this version. */
    private static final String JOB = "look";

    private static final int MINUTE = 60;

    /** Milliseconds; of a node that is 7.5 s (Quartz's own allowance) late, another takes the call over. */
    private static final String CHECK_IN = "5000";

    private final Scheduler quartz;
    private final JobDetail job;

    QuartzTimer(Operations operations, Runnable check) {
        // A name of its own for each timer: Quartz keeps schedulers and sources by name for the whole process.
        var name = "tongbao-" + UUID.randomUUID();
        DBConnectionManager.getInstance().addConnectionProvider(name, new Connections(operations));
        var settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", "tongbao");
        settings.setProperty("org.quartz.scheduler.instanceId", operations.node());
        settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        settings.setProperty("org.quartz.threadPool.threadCount", "1");
        settings.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        settings.setProperty(
                "org.quartz.jobStore.driverDelegateClass",
                operations.isShared()
                        ? "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate"
                        : "org.quartz.impl.jdbcjobstore.StdJDBCDelegate");
        settings.setProperty("org.quartz.jobStore.useProperties", "true");
        settings.setProperty("org.quartz.jobStore.isClustered", "true");
        settings.setProperty("org.quartz.jobStore.clusterCheckinInterval", CHECK_IN);
        settings.setProperty("org.quartz.jobStore.dataSource", name);
        settings.setProperty("org.quartz.jobStore.misfireThreshold", "60000");
        this.job = JobBuilder.newJob(AgendaCheck.class)
                .withIdentity(JOB)
                .storeDurably()
                .requestRecovery()
                .build();
        try {
            this.quartz = new StdSchedulerFactory(settings).getScheduler();
            quartz.setJobFactory((bundle, scheduler) -> new AgendaCheck(check));
        } catch (SchedulerException e) {
            throw new IllegalStateException("the scheduler cannot start", e);
        }
    }

    /** Begins to call. */
    void start() {
        try {
            quartz.addJob(job, true);
            var each = TriggerBuilder.newTrigger()
                    .withIdentity("each minute")
                    .forJob(job)
                    .withSchedule(SimpleScheduleBuilder.repeatSecondlyForever(MINUTE)
                            .withMisfireHandlingInstructionNextWithRemainingCount())
                    .build();
            if (!quartz.checkExists(each.getKey())) {
                quartz.scheduleJob(each);
            }
            wakeAfter("start " + quartz.getSchedulerInstanceId(), Duration.ZERO);
            quartz.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("the scheduler cannot start", e);
        }
    }

    /**
     * Has the agenda checked after a while, in whole seconds of the machine's clock, which Quartz goes by, in addition to
     * all else; a call of the same name is moved.
     */
    void wakeAfter(String name, Duration after) {
        var key = TriggerKey.triggerKey(name);
        int seconds = (int) Math.max(0, after.plusMillis(999).toSeconds());
        var trigger = TriggerBuilder.newTrigger()
                .withIdentity(key)
                .forJob(job)
                .startAt(DateBuilder.futureDate(seconds, IntervalUnit.SECOND))
                .build();
        try {
            if (quartz.checkExists(key)) {
                quartz.rescheduleJob(key, trigger);
            } else {
                quartz.scheduleJob(trigger);
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("the scheduler cannot call for " + name, e);
        }
    }

    @Override
    public void close() {
        try {
            quartz.shutdown(true);
        } catch (SchedulerException e) {
            throw new IllegalStateException("the scheduler cannot stop", e);
        }
    }

    private record Connections(Operations operations) implements ConnectionProvider {

        @Override
        public Connection getConnection() throws SQLException {
            return operations.source().getConnection();
        }

        @Override
        public void shutdown() {
            // who opened the database closes it
        }

        @Override
        public void initialize() {
            // it is open
        }
    }

    /** Checks the agenda; on one node at a time. */
    @DisallowConcurrentExecution
    static final class AgendaCheck implements org.quartz.Job {

        private final Runnable check;

        AgendaCheck(Runnable check) {
            this.check = check;
        }

        @Override
        public void execute(JobExecutionContext context) {
            check.run();
        }
    }
}
