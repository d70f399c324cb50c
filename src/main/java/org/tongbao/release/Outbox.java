package org.tongbao.release;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tongbao.deliver.Artifact;
import org.tongbao.deliver.Consignment;
import org.tongbao.deliver.Destination;
import org.tongbao.deliver.Units;
import org.tongbao.issue.Archive;
import org.tongbao.issue.DocumentNumber;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/** What a run has made, as its recipients are told of it. */
final class Outbox {

    private final Session session;
    private final Run run;
    private final Rulebook rulebook;
    private final Job job;

    /** A session that is pinned to the run. */
    Outbox(Session session, Run run, Rulebook rulebook, Job job) {
        this.session = session;
        this.run = run;
        this.rulebook = rulebook;
        this.job = job;
    }

    /** The run's drafts. */
    Consignment drafts(Path folder) {
        return consignment(
                false,
                folder,
                "select bulletin, recipient, path, sha256, null as code, null as year, null as serial from stage.artifact where run = ?");
    }

    /** What of the run has been issued. */
    Consignment issued(Path folder) {
        return consignment(
                true,
                folder,
                "select bulletin, recipient, file as path, sha256, code, year, serial from ledger.issue where run = ?");
    }

    private Consignment consignment(boolean issued, Path folder, String files) {
        boolean mails = job.deliver().stream().anyMatch(Destination.Mail.class::isInstance);
        var units = mails ? Units.of(session, rulebook.subjects()) : Units.NONE;
        var concerned = new Concerned(session, rulebook.subjects(), units);
        var rows = session.query(
                "select a.*, coalesce((select min(n.name) from (" + names()
                        + ") as n where n.id = a.recipient), '') as name from (" + files + ") as a order by a.path",
                run.number());
        var copies = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.text("bulletin"),
                        Collectors.mapping(row -> row.text("recipient"), Collectors.toSet())));
        var artifacts = new ArrayList<Artifact>();
        for (var row : rows) {
            var bulletin = Optional.ofNullable(rulebook.bulletins().get(row.text("bulletin")));
            boolean forAll = bulletin.filter(b -> b.recipients() == null).isPresent()
                    && copies.getOrDefault(row.text("bulletin"), Set.of()).size() == 1;
            var name = row.text("name").isEmpty() ? row.text("recipient") : row.text("name");
            artifacts.add(new Artifact(
                    row.text("bulletin"),
                    row.text("recipient"),
                    row.text("name"),
                    row.text("path"),
                    row.text("sha256"),
                    Artifact.document(
                            issued ? number(row).toString() : "",
                            bulletin.map(b -> String.join("", b.titleFor(run.period())))
                                    .orElse(row.text("bulletin")),
                            forAll ? "" : name),
                    bulletin.map(b -> concerned.by(b, row.text("recipient"), forAll))
                            .orElse(Set.of())));
        }
        // The first gives a mail with several its subject: as the job names them, the circular before its notices.
        artifacts.sort(Comparator.comparingInt(artifact -> {
            int place = job.render().indexOf(artifact.bulletin());
            return place < 0 ? Integer.MAX_VALUE : place;
        }));
        return new Consignment(
                job.name(),
                job.title(),
                run.period(),
                run.number(),
                issued,
                folder,
                Archive.MANIFEST,
                artifacts,
                units,
                this::summary);
    }

    private static DocumentNumber number(Row row) {
        return new DocumentNumber(
                row.text("code"), Math.toIntExact(row.whole("year")), Math.toIntExact(row.whole("serial")));
    }

    private String names() {
        return rulebook.subjects().kinds().values().stream()
                .map(kind -> "select cast(" + kind.id() + " as varchar) as id, cast(" + kind.label()
                        + " as varchar) as name from " + kind.table())
                .collect(Collectors.joining(" union all "));
    }

    /** Where the subject stands in each scheme of the job. */
    private List<String> summary(String subject) {
        var lines = new ArrayList<String>();
        for (var name : job.rank()) {
            session.query(
                            "select score, rank, \"of\", grade from stage.standing where run = ? and scheme = ?"
                                    + " and subject = ? and rank is not null order by scope",
                            run.number(),
                            name,
                            subject)
                    .forEach(row -> lines.add(String.format(
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
