package org.tongbao.release;

import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import javax.sql.DataSource;
import org.tongbao.deliver.Consignment;
import org.tongbao.deliver.Delivery;
import org.tongbao.deliver.Delivery.Tally;
import org.tongbao.deliver.DeliveryLedger;
import org.tongbao.deliver.Destination;
import org.tongbao.deliver.Routing;
import org.tongbao.home.Home;
import org.tongbao.issue.Register;
import org.tongbao.issue.Register.Issued;
import org.tongbao.message.Refusal;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/**
 * Delivers a job's bulletins to where its {@code deliver} says: drafts after the run, to who is to see them, and to
 * everybody what has been issued. Planning needs the warehouse, sending does not.
 */
public final class BulletinDelivery {

    private final Home home;
    private final Rulebook rulebook;
    private final DataSource operations;
    private final Clock clock;

    public BulletinDelivery(Home home, Rulebook rulebook, DataSource operations, Clock clock) {
        this.home = home;
        this.rulebook = rulebook;
        this.operations = operations;
        this.clock = clock;
    }

    /**
     * What is to be sent.
     *
     * @param files how many files were looked at
     * @param remarks what one should know, a line each
     */
    public record Plan(long files, List<String> remarks) {

        public Plan {
            remarks = List.copyOf(remarks);
        }
    }

    /** Plans what a run has made, in a session that is pinned to it. */
    public Plan drafts(Session session, Run run, Job job) {
        var folder = home.archive().resolve(job.name()).resolve(run.period().toString());
        return plan(job, new Consignments(session, run, rulebook, job).drafts(folder));
    }

    /** Plans what was issued last of a job for a period. A second time plans only what has not been planned. */
    public Plan issued(Warehouse warehouse, Job job, Period period) {
        try (var session = warehouse.session()) {
            rulebook.catalog().define(session);
            var register = new Register(session);
            var issued = register.issuedFor(job.name(), period.toString());
            var run = issued.stream()
                    .map(Issued::run)
                    .max(Long::compare)
                    .flatMap(number -> new RunLedger(session).find(number))
                    .orElseThrow(() -> new Refusal("release.not-issued", job.name(), period));
            rulebook.pin(session, run);
            var withdrawn = register.withdrawn();
            new DeliveryLedger(operations)
                    .withdraw(
                            issued.stream()
                                    .filter(file ->
                                            withdrawn.containsKey(file.number().toString()))
                                    .map(Issued::sha256)
                                    .toList(),
                            clock.instant());
            var consignments = new Consignments(session, run, rulebook, job);
            long files = 0;
            var remarks = new LinkedHashSet<String>();
            // The run's own documents last: a notice of withdrawal lies in a folder of its own.
            var folders = issued.stream()
                    .filter(file -> file.run() == run.number())
                    .map(Issued::folder)
                    .distinct()
                    .sorted(Comparator.reverseOrder())
                    .toList();
            for (var folder : folders) {
                var planned = plan(job, consignments.issued(home.issued().resolve(folder), folder));
                files += planned.files();
                remarks.addAll(planned.remarks());
            }
            return new Plan(files, List.copyOf(remarks));
        }
    }

    private Plan plan(Job job, Consignment goods) {
        var remarks = new Routing(home, operations, clock).plan(job.deliver(), goods);
        return new Plan(goods.artifacts().size(), remarks);
    }

    /** Sends what of a job's period is planned; see {@link Delivery#send(String, Period, Progress)}. */
    public Tally send(Job job, Period period, Progress progress) {
        boolean sends = job.deliver().stream().anyMatch(to -> !(to instanceof Destination.Folder));
        return sends
                ? new Delivery(home, operations, clock, Delivery.Pause.asleep(clock)).send(job.name(), period, progress)
                : Tally.NOTHING;
    }
}
