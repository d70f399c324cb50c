package org.tongbao.job;

import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.deliver.DeliveryLedger;
import org.tongbao.deliver.MailServer;
import org.tongbao.deliver.MailServer.MailMessage;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.message.FailureReason;
import org.tongbao.message.Language;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;

/** What follows when a run has ended: its report and, if it failed, a mail. Neither makes a run fail. */
final class RunFollowUp {

    private static final Logger LOG = LoggerFactory.getLogger(RunFollowUp.class);

    private final Home home;
    private final Operations operations;
    private final Clock clock;

    RunFollowUp(Home home, Operations operations, Clock clock) {
        this.home = home;
        this.operations = operations;
        this.clock = clock;
    }

    /**
     * Writes the report, and sends the mail.
     *
     * @param failed the step that failed, or null
     */
    void report(Session session, Rulebook rulebook, Job job, Run run, @Nullable StepFailed failed, Progress progress) {
        var failure =
                failed == null ? null : failed.sentence(Language.CHINESE) + "。恢复命令：" + Runs.Entry.resume(run.number());
        try {
            var report = RunReport.of(
                            session, new DeliveryLedger(operations.source()), rulebook, job, run, home, failure)
                    .write(home, run);
            progress.tell("report: " + home.root().relativize(report));
        } catch (RuntimeException e) {
            LOG.warn("no report of run {}: {}", run.number(), FailureReason.sentence(e));
        }
        if (failed != null && !failed.isStopped()) {
            alert(job, run, failure);
        }
    }

    private void alert(Job job, Run run, @Nullable String failure) {
        var settings = home.settings();
        if (!settings.has(Settings.Key.ALERT_TO) || !MailServer.isNamed(settings)) {
            return;
        }
        var title = "【运行失败】" + job.title() + " " + run.period().title();
        var id = "alert-" + run.number() + "-" + clock.instant().toEpochMilli();
        try (var server = new MailServer(home)) {
            var answer = server.sendOnce(
                    new MailMessage(
                            id,
                            settings.text(Settings.Key.ALERT_TO),
                            title,
                            title + "\n\n" + failure + "\n\n处理好原因后，在 " + home.root() + " 执行上述命令即可从失败的步骤继续。\n",
                            List.of()),
                    clock.instant());
            LOG.info("alert to {}: {}", settings.text(Settings.Key.ALERT_TO), answer);
        } catch (RuntimeException e) {
            LOG.warn("no mail about the failure could be sent: {}", FailureReason.sentence(e));
        }
    }
}
