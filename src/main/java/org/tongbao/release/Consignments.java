package org.tongbao.release;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tongbao.deliver.ConsignedFile;
import org.tongbao.deliver.Consignment;
import org.tongbao.deliver.Units;
import org.tongbao.deliver.Units.Unit;
import org.tongbao.issue.Archive;
import org.tongbao.issue.DocumentNumber;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

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
        return consignment(false, folder, """
                select bulletin, recipient, path, sha256, null as code, null as year, null as serial
                from stage.artifact where run = :run""");
    }

    /**
     * What of the run has been issued, and holds.
     *
     * @param name of the folder below that of all that is issued
     */
    Consignment issued(Path folder, String name) {
        return consignment(true, folder, """
                select bulletin, recipient, file as path, sha256, code, year, serial
                from ledger.issue where run = :run and folder = %s
                    and code || '〔' || year || '〕' || serial || '号' not in (
                        select number from stage.withdrawn where withdrawn_by is not null)""".formatted(Sql.text(name)));
    }

    private Consignment consignment(boolean issued, Path folder, String files) {
        var known = Units.of(session);
        var concerned = new Concerned(session, rulebook.subjects(), known);
        var rows = session.sql("select * from (" + files + ") order by path")
                .param("run", run.number())
                .query();
        var copies = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.text("bulletin"),
                        Collectors.mapping(row -> row.text("recipient"), Collectors.toSet())));
        var artifacts = new ArrayList<ConsignedFile>();
        var corrected = corrected();
        for (var row : rows) {
            var bulletin = Optional.ofNullable(rulebook.bulletins().get(row.text("bulletin")));
            boolean forAll = bulletin.filter(b -> b.recipients() == null).isPresent()
                    && copies.getOrDefault(row.text("bulletin"), Set.of()).size() == 1;
            var subject = bulletin.flatMap(b -> concerned.subject(b, row.text("recipient")))
                    .orElseGet(() -> new Unit("", row.text("recipient"), ""));
            var corrects = row.text("bulletin").equals(Restatement.BULLETIN) ? corrected : Set.<String>of();
            var units = new LinkedHashSet<Unit>();
            bulletin.ifPresent(b -> units.addAll(concerned.by(b, subject, forAll)));
            corrects.stream()
                    .flatMap(name -> Optional.ofNullable(rulebook.bulletins().get(name)).stream())
                    .forEach(b -> units.addAll(concerned.asBy(b, subject)));
            artifacts.add(new ConsignedFile(
                    row.text("bulletin"),
                    subject,
                    row.text("path"),
                    row.text("sha256"),
                    ConsignedFile.document(
                            issued ? number(row).toString() : "",
                            bulletin.map(b -> String.join("", b.titleFor(run.period())))
                                    .orElse(row.text("bulletin")),
                            forAll ? "" : subject.title()),
                    units,
                    corrects));
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
                issued ? Map.of() : superseded(),
                known,
                this::summary);
    }

    private Map<String, Set<String>> superseded() {
        return session
                .sql("""
                        select path, sha256 from stage.artifact
                        where state = 'draft' and run in (
                            select run from ledger.run where job = :job and period = :period and run < :run)""")
                .param("job", run.job())
                .param("period", run.period().toString())
                .param("run", run.number())
                .query()
                .stream()
                .collect(Collectors.groupingBy(
                        row -> row.text("path"), Collectors.mapping(row -> row.text("sha256"), Collectors.toSet())));
    }

    /** The bulletins that the run corrects, if it corrects any. */
    private Set<String> corrected() {
        return session
                .sql("select distinct bulletin from stage.corrected where run = :run")
                .param("run", run.number())
                .query()
                .stream()
                .map(row -> row.text("bulletin"))
                .collect(Collectors.toSet());
    }

    private static DocumentNumber number(Row row) {
        return new DocumentNumber(
                row.text("code"), Math.toIntExact(row.whole("year")), Math.toIntExact(row.whole("serial")));
    }

    /** Where a subject stands in each scheme of the job for its kind: another kind may have the same key. */
    private List<String> summary(Unit subject) {
        var lines = new ArrayList<String>();
        for (var name : job.rank()) {
            var scheme = rulebook.schemes().get(name);
            if (scheme == null || !scheme.subject().equals(subject.kind())) {
                continue;
            }
            session.sql("""
                            select score, rank, "of", grade from stage.standing
                            where run = :run and scheme = :scheme and subject = :subject and rank is not null
                            order by scope""").param("run", run.number()).param("scheme", name).param("subject", subject.key()).stream(
                    row -> lines.add(String.format(
                            Locale.ROOT,
                            "%s：得分 %.2f，第 %d 名（共 %d 名）%s",
                            Optional.of(scheme)
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
