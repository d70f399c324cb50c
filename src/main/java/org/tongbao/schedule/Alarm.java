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
 * Quartz over the operational database, clustered: rings when an occasion comes, and once a minute for what has no time of
 * its own, such as a node that died. Of several nodes one at a time answers. Rings are only hints: what is due is the
 * agenda's business, so one too many does no harm and one too few is made good within the minute.
 */
final class Alarm implements AutoCloseable {

    private static final String LOOK = "look";
    private static final int MINUTE = 60;

    /** Milliseconds; of a node that is 7.5 s (Quartz's own allowance) late, another takes the ring over. */
    private static final String CHECK_IN = "5000";

    private final Scheduler quartz;
    private final JobDetail look;

    Alarm(Operations operations, Runnable answer) {
        // A name of its own for each alarm: Quartz keeps schedulers and sources by name for the whole process.
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
        this.look = JobBuilder.newJob(Look.class)
                .withIdentity(LOOK)
                .storeDurably()
                .requestRecovery()
                .build();
        try {
            this.quartz = new StdSchedulerFactory(settings).getScheduler();
            quartz.setJobFactory((bundle, scheduler) -> new Look(answer));
        } catch (SchedulerException e) {
            throw new IllegalStateException("the scheduler cannot start", e);
        }
    }

    /** Begins to ring. */
    void start() {
        try {
            quartz.addJob(look, true);
            var each = TriggerBuilder.newTrigger()
                    .withIdentity("each minute")
                    .forJob(look)
                    .withSchedule(SimpleScheduleBuilder.repeatSecondlyForever(MINUTE)
                            .withMisfireHandlingInstructionNextWithRemainingCount())
                    .build();
            if (!quartz.checkExists(each.getKey())) {
                quartz.scheduleJob(each);
            }
            ring("start " + quartz.getSchedulerInstanceId(), Duration.ZERO);
            quartz.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("the scheduler cannot start", e);
        }
    }

    /**
     * Rings after a while, in whole seconds of the machine's clock, which Quartz goes by, in addition to all else; a ring
     * of the same name is moved.
     */
    void ring(String name, Duration after) {
        var key = TriggerKey.triggerKey(name);
        int seconds = (int) Math.max(0, after.plusMillis(999).toSeconds());
        var trigger = TriggerBuilder.newTrigger()
                .withIdentity(key)
                .forJob(look)
                .startAt(DateBuilder.futureDate(seconds, IntervalUnit.SECOND))
                .build();
        try {
            if (quartz.checkExists(key)) {
                quartz.rescheduleJob(key, trigger);
            } else {
                quartz.scheduleJob(trigger);
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("the scheduler cannot ring for " + name, e);
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

    /** Answers a ring; on one node at a time. */
    @DisallowConcurrentExecution
    static final class Look implements org.quartz.Job {

        private final Runnable answer;

        Look(Runnable answer) {
            this.answer = answer;
        }

        @Override
        public void execute(JobExecutionContext context) {
            answer.run();
        }
    }
}
