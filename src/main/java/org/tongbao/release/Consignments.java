package org.tongbao.release;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tongbao.deliver.ConsignedFile;
import org.tongbao.deliver.Consignment;
import org.tongbao.issue.Archive;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;

/** What a run has made, ready to be sent. */
final class Consignments {

    private final Session session;
    private final Run run;
    private final Rulebook rulebook;
    private final Job job;

    /** A session that is pinned to the run. */
    Consignments(Session session, Run run, Rulebook rulebook, Job job) {
        this.session = session;
        this.run = run;
        this.rulebook = rulebook;
        this.job = job;
    }

    /** The run's drafts. */
    Consignment drafts(Path folder) {
        return consignment(
                false, folder, "select bulletin, recipient, path, sha256 from stage.artifact where run = :run");
    }

    /** What of the run has been issued. */
    Consignment issued(Path folder) {
        return consignment(
                true, folder, "select bulletin, recipient, file as path, sha256 from ledger.issue where run = :run");
    }

    private Consignment consignment(boolean issued, Path folder, String files) {
        var artifacts = session
                .sql("select a.bulletin, a.recipient, coalesce(min(n.name), '') as name, a.path, a.sha256 from ("
                        + files
                        + ") as a left join subject_name as n on n.subject = a.recipient group by 1, 2, 4, 5"
                        + " order by a.path")
                .param("run", run.number())
                .query()
                .stream()
                .map(row -> new ConsignedFile(
                        row.text("bulletin"),
                        row.text("recipient"),
                        row.text("name"),
                        row.text("path"),
                        row.text("sha256")))
                .toList();
        return new Consignment(
                job.name(),
                job.title(),
                run.period(),
                run.number(),
                issued,
                folder,
                Archive.MANIFEST,
                artifacts,
                this::summary);
    }

    /** Where the subject stands in each scheme of the job. */
    private List<String> summary(String subject) {
        var lines = new ArrayList<String>();
        for (var name : job.rank()) {
            session.sql("""
                            select score, rank, "of", grade from stage.standing
                            where run = :run and scheme = :scheme and subject = :subject and rank is not null
                            order by scope""").param("run", run.number()).param("scheme", name).param("subject", subject).stream(
                    row -> lines.add(String.format(
                            Locale.ROOT,
                            "%s：得分 %.2f，第 %d 名（共 %d 名）%s",
                            Optional.ofNullable(rulebook.schemes().get(name))
                                    .filter(versions -> versions.holdsIn(run.period()))
                                    .map(versions -> versions.during(run.period())
                                            .scheme()
                                            .title())
                                    .orElse(name),
                            row.number("score"),
                            row.whole("rank"),
                            row.whole("of"),
                            row.isNull("grade") ? "" : "，" + row.text("grade"))));
        }
        return lines;
    }
}
