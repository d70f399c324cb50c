package org.tongbao.issue;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tongbao.message.Refusal;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/**
 * What became of runs' bulletins: {@code ledger.release} says who checked, approved, returned or issued, {@code
 * ledger.issue} holds each issued file under its number, {@code ledger.objection} what recipients had against a draft.
 */
public final class Register {

    private final Session session;

    public Register(Session session) {
        this.session = session;
    }

    /** What can be done with a run's bulletins. A run that nothing was done with holds drafts. */
    public enum Act {
        /** The checklist was gone through and nothing stood against issuing. */
        CHECKED,
        APPROVED,
        /** Sent back: it needs to be checked and approved again. */
        RETURNED,
        ISSUED;

        /** As it stands in the table. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An issued file.
     *
     * @param recipient subject it is for
     * @param file its name in the issue's folder
     * @param spec SHA-256 of the files it was made with, of which a copy is kept
     */
    public record Issued(
            long run,
            String bulletin,
            String recipient,
            DocumentNumber number,
            LocalDate on,
            String file,
            String sha256,
            String spec) {}

    /** Notes who did what with a run's bulletins. */
    public void note(Run run, Act act, String who, String note, LocalDateTime at) {
        if (who.isBlank()) {
            throw new Refusal("who.needed");
        }
        session.execute(
                "insert into ledger.release select ?, count(*) + 1, ?, ?, ?, ? from ledger.release where run = ?",
                run.number(),
                act.word(),
                who,
                note,
                at,
                run.number());
    }

    /** What was done last with a run's bulletins; nothing, as long as they are drafts. */
    public Optional<Act> last(Run run) {
        return session
                .query("select act from ledger.release where run = ? order by turn desc limit 1", run.number())
                .stream()
                .map(row -> Act.valueOf(row.text("act").toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    /** The number after the highest that was given out for a code in a year. */
    public DocumentNumber next(String code, int year) {
        var highest = session.one(
                "select coalesce(max(serial), 0) as serial from ledger.issue where code = ? and year = ?", code, year);
        return new DocumentNumber(code, year, Math.toIntExact(highest.whole("serial"))).next();
    }

    /** Enters issued files, all or none; a number that somebody else has is refused. */
    public void enter(List<Issued> files) {
        session.inTransaction(() -> {
            for (var file : files) {
                var taken = session.query(
                        "select run from ledger.issue where code = ? and year = ? and serial = ? and (run <> ? or bulletin"
                                + " <> ?) limit 1",
                        file.number().code(),
                        file.number().year(),
                        file.number().serial(),
                        file.run(),
                        file.bulletin());
                if (!taken.isEmpty()) {
                    throw new IllegalArgumentException(file.number() + " has been given to another document");
                }
                session.execute(
                        "insert into ledger.issue values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        file.run(),
                        file.bulletin(),
                        file.recipient(),
                        file.number().code(),
                        file.number().year(),
                        file.number().serial(),
                        file.on(),
                        file.file(),
                        file.sha256(),
                        file.spec());
                session.execute(
                        "update stage.artifact set state = 'issued', number = ? where run = ? and bulletin = ? and"
                                + " recipient = ?",
                        file.number().toString(),
                        file.run(),
                        file.bulletin(),
                        file.recipient());
            }
        });
    }

    /** The files that were issued under a number. */
    public List<Issued> issued(DocumentNumber number) {
        return session
                .query(
                        "select * from ledger.issue where code = ? and year = ? and serial = ? order by file",
                        number.code(),
                        number.year(),
                        number.serial())
                .stream()
                .map(Register::issued)
                .toList();
    }

    /** The run whose bulletins were issued for a job and period: the last, where a correction was issued, too. */
    public Optional<Long> issuedRun(String job, String period) {
        return session
                .query(
                        "select max(run) as run from ledger.run where job = ? and period = ? and run in (select run from"
                                + " ledger.issue)",
                        job,
                        period)
                .stream()
                .filter(row -> !row.isNull("run"))
                .map(row -> row.whole("run"))
                .findFirst();
    }

    /**
     * The documents that hold for a job and period as of an issued run: its own and, where these are corrections, those
     * that they correct.
     *
     * @param correction name of the bulletin that corrects others
     */
    public List<Issued> holding(Run run, String correction) {
        return session.query("""
                        select i.* from ledger.issue as i join ledger.run as r on r.run = i.run
                        where r.job = ? and r.period = ? and i.run <= ? and i.run >= (
                            select max(f.run) from ledger.issue as f join ledger.run as g on g.run = f.run
                            where g.job = r.job and g.period = r.period and f.run <= ? and f.bulletin <> ?)
                        order by i.run, i.code, i.serial, i.recipient, i.file""", run.job(), run.period().toString(), run.number(), run.number(), correction).stream()
                .map(Register::issued)
                .toList();
    }

    /**
     * An objection of a recipient against a figure of a draft (申诉).
     *
     * @param figure indicator or node of the score
     */
    public record Objection(long run, String subject, String figure, String text, LocalDate raisedOn) {}

    /** Enters an objection; returns its number. */
    public long object(Objection objection) {
        return session.transaction(() -> {
            long number = session.one("select coalesce(max(objection), 0) + 1 as n from ledger.objection")
                    .whole("n");
            session.execute(
                    "insert into ledger.objection values (?, ?, ?, ?, ?, ?, null, null, null)",
                    number,
                    objection.run(),
                    objection.subject(),
                    objection.figure(),
                    objection.text(),
                    objection.raisedOn());
            return number;
        });
    }

    /** Decides an objection. */
    public void answer(long objection, boolean upheld, String answer, LocalDate on) {
        long decided = session.execute(
                "update ledger.objection set upheld = ?, answer = ?, decided_on = ? where objection = ? and upheld is null",
                upheld,
                answer,
                on,
                objection);
        if (decided == 0) {
            throw new IllegalArgumentException("there is no undecided objection " + objection);
        }
    }

    private static Issued issued(Row row) {
        return new Issued(
                row.whole("run"),
                row.text("bulletin"),
                row.text("recipient"),
                new DocumentNumber(
                        row.text("code"), Math.toIntExact(row.whole("year")), Math.toIntExact(row.whole("serial"))),
                LocalDate.parse(row.text("issued_on")),
                row.text("file"),
                row.text("sha256"),
                row.text("spec_sha256"));
    }
}
