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
    public void record(Run run, Act act, String who, String note, LocalDateTime at) {
        if (who.isBlank()) {
            throw new Refusal("who.needed");
        }
        session.sql("""
                        insert into ledger.release
                        select :run, count(*) + 1, :act, :who, :note, :at from ledger.release where run = :run""")
                .param("run", run.number())
                .param("act", act.word())
                .param("who", who)
                .param("note", note)
                .param("at", at)
                .execute();
    }

    /** What was done last with a run's bulletins; nothing, as long as they are drafts. */
    public Optional<Act> lastAct(Run run) {
        return session.sql("select act from ledger.release where run = :run order by turn desc limit 1")
                .param("run", run.number())
                .first()
                .map(row -> Act.valueOf(row.text("act").toUpperCase(Locale.ROOT)));
    }

    /** The number after the highest that was given out for a code in a year. */
    public DocumentNumber nextNumber(String code, int year) {
        var highest = session.sql(
                        "select coalesce(max(serial), 0) as serial from ledger.issue where code = :code and year = :year")
                .param("code", code)
                .param("year", year)
                .one();
        return new DocumentNumber(code, year, Math.toIntExact(highest.whole("serial"))).next();
    }

    /** Enters issued files, all or none; a number that somebody else has is refused. */
    public void enter(List<Issued> files) {
        session.inTransaction(() -> {
            for (var file : files) {
                var taken = under(file.number(), """
                                select run from ledger.issue
                                where code = :code and year = :year and serial = :serial
                                    and (run <> :run or bulletin <> :bulletin)
                                limit 1""")
                        .param("run", file.run())
                        .param("bulletin", file.bulletin())
                        .query();
                if (!taken.isEmpty()) {
                    throw new IllegalArgumentException(file.number() + " has been given to another document");
                }
                under(file.number(), """
                                insert into ledger.issue
                                values (:run, :bulletin, :recipient, :code, :year, :serial, :on, :file, :sha256, :spec)""")
                        .param("run", file.run())
                        .param("bulletin", file.bulletin())
                        .param("recipient", file.recipient())
                        .param("on", file.on())
                        .param("file", file.file())
                        .param("sha256", file.sha256())
                        .param("spec", file.spec())
                        .execute();
                session.sql("""
                                update stage.artifact set state = 'issued', number = :number
                                where run = :run and bulletin = :bulletin and recipient = :recipient""")
                        .param("number", file.number().toString())
                        .param("run", file.run())
                        .param("bulletin", file.bulletin())
                        .param("recipient", file.recipient())
                        .execute();
            }
        });
    }

    /** The files that were issued under a number. */
    public List<Issued> issued(DocumentNumber number) {
        return under(number, """
                        select * from ledger.issue where code = :code and year = :year and serial = :serial order by file""").query().stream().map(Register::issued).toList();
    }

    private Session.Statement under(DocumentNumber number, String sql) {
        return session.sql(sql)
                .param("code", number.code())
                .param("year", number.year())
                .param("serial", number.serial());
    }

    /** The run whose bulletins were issued for a job and period: the last, where a correction was issued, too. */
    public Optional<Long> issuedRun(String job, String period) {
        return session.sql("""
                        select max(run) as run from ledger.run
                        where job = :job and period = :period and run in (select run from ledger.issue)""")
                .param("job", job)
                .param("period", period)
                .first()
                .filter(row -> !row.isNull("run"))
                .map(row -> row.whole("run"));
    }

    /**
     * The documents that hold for a job and period as of an issued run: its own and, where these are corrections, those
     * that they correct.
     *
     * @param correction name of the bulletin that corrects others
     */
    public List<Issued> inForce(Run run, String correction) {
        return session
                .sql("""
                        select i.* from ledger.issue as i join ledger.run as r on r.run = i.run
                        where r.job = :job and r.period = :period and i.run <= :run and i.run >= (
                            select max(f.run) from ledger.issue as f join ledger.run as g on g.run = f.run
                            where g.job = r.job and g.period = r.period and f.run <= :run and f.bulletin <> :correction)
                        order by i.run, i.code, i.serial, i.recipient, i.file""")
                .param("job", run.job())
                .param("period", run.period().toString())
                .param("run", run.number())
                .param("correction", correction)
                .query()
                .stream()
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
    public long addObjection(Objection objection) {
        return session.transaction(() -> {
            long number = session.one("select coalesce(max(objection), 0) + 1 as n from ledger.objection")
                    .whole("n");
            session.sql("""
                            insert into ledger.objection
                            values (:objection, :run, :subject, :figure, :text, :raised_on, null, null, null)""")
                    .param("objection", number)
                    .param("run", objection.run())
                    .param("subject", objection.subject())
                    .param("figure", objection.figure())
                    .param("text", objection.text())
                    .param("raised_on", objection.raisedOn())
                    .execute();
            return number;
        });
    }

    /** Decides an objection. */
    public void decideObjection(long objection, boolean upheld, String answer, LocalDate on) {
        long decided = session.sql("""
                        update ledger.objection set upheld = :upheld, answer = :answer, decided_on = :on
                        where objection = :objection and upheld is null""")
                .param("upheld", upheld)
                .param("answer", answer)
                .param("on", on)
                .param("objection", objection)
                .execute();
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
