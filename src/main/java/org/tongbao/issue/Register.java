package org.tongbao.issue;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongbao.message.Refusal;
import org.tongbao.run.Actor;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/**
 * What became of runs' bulletins: {@code ledger.release} says who checked, approved, returned or issued, {@code
 * ledger.issue} holds each issued file under its number, {@code ledger.objection} what recipients had against a draft. The
 * first two are only ever added to, and are a {@link Chain}.
 */
public final class Register {

    /** The bulletin that corrects figures of others. */
    public static final String CORRECTION = "correction";

    /** The bulletin that withdraws others. */
    public static final String WITHDRAWAL = "withdrawal";

    private final Session session;

    public Register(Session session) {
        this.session = session;
    }

    /** What is a person's part in a document; by default nobody has two. */
    public enum Role {
        DRAFTING,
        CHECKING,
        ISSUING
    }

    /** What can be done with a run's documents. */
    public enum Act {
        /** Drafts were made: by the run, or of a correction. */
        DRAFTED(Role.DRAFTING),
        /** The drafts are to take the place of what has been issued for the period. */
        REPLACING(Role.DRAFTING),
        /** The notice that withdraws what has been issued was drafted. */
        WITHDRAWING(Role.DRAFTING),
        /** The checklist was gone through and nothing stood against issuing. */
        CHECKED(Role.CHECKING),
        APPROVED(Role.ISSUING),
        /** Sent back: it needs to be checked and approved again. */
        RETURNED(null),
        ISSUED(Role.ISSUING),
        /** The notice of withdrawal was issued. */
        WITHDRAWN(Role.ISSUING),
        /** An objection was entered. */
        OBJECTED(null),
        /** An objection was decided. */
        ANSWERED(null);

        private final @Nullable Role role;

        Act(@Nullable Role role) {
            this.role = role;
        }

        /** Whose part it is; nobody's where anybody may. */
        public Optional<Role> role() {
            return Optional.ofNullable(role);
        }

        /** As it stands in the table. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it changes how far the documents are. */
        boolean moves() {
            return this != OBJECTED && this != ANSWERED;
        }
    }

    /**
     * An act.
     *
     * @param who as the operating system calls them
     * @param host empty of what edition 0.1.0 entered
     * @param said who they say they are: a remark
     * @param alone whether they did what another should have done
     */
    public record Entry(
            long run, Act act, String who, String host, String said, String note, boolean alone, LocalDateTime at) {}

    /**
     * An issued file.
     *
     * @param recipient subject it is for
     * @param file its name in the folder
     * @param spec SHA-256 of the files it was made with, of which a copy is kept
     * @param folder below the folder of all that is issued, with forward slashes
     * @param unsigned SHA-256 of the file before it was signed
     */
    public record Issued(
            long run,
            String bulletin,
            String recipient,
            DocumentNumber number,
            LocalDate on,
            String file,
            String sha256,
            String spec,
            String folder,
            String unsigned) {}

    /**
     * Enters that drafts were made. What is repeated (it was killed, it was given twice) is not a second act of the one who
     * did it last.
     *
     * @param alone whether they did what another should have done
     */
    public void recordDrafts(Run run, Act act, Actor who, String said, String note, LocalDateTime at, boolean alone) {
        var acts = acts(run);
        var last = acts.isEmpty() ? null : acts.get(acts.size() - 1);
        if (last == null
                || !last.equals(new Entry(run.number(), act, who.user(), who.host(), said, note, alone, last.at()))) {
            record(run, act, who, said, note, at, alone, null);
        }
    }

    /** Enters who did what with a run's documents. */
    public void record(Run run, Act act, Actor who, String said, String note, LocalDateTime at) {
        record(run, act, who, said, note, at, false, null);
    }

    /**
     * The same.
     *
     * @param alone whether they did what another should have done
     * @param manifest SHA-256 of the manifest beside the files that the act issued, or null
     */
    public void record(
            Run run,
            Act act,
            Actor who,
            String said,
            String note,
            LocalDateTime at,
            boolean alone,
            @Nullable String manifest) {
        session.inTransaction(() -> {
            long turn = session.sql("select count(*) + 1 as turn from ledger.release where run = :run")
                    .param("run", run.number())
                    .one()
                    .whole("turn");
            var values = new HashMap<String, @Nullable Object>();
            values.put("run", run.number());
            values.put("turn", turn);
            values.put("act", act.word());
            values.put("who", who.user());
            values.put("note", note);
            values.put("done_at", at.truncatedTo(ChronoUnit.MICROS));
            values.put("host", who.host());
            values.put("said", said);
            values.put("alone", alone);
            values.put("manifest", manifest);
            new Chain(session).add(Chain.RELEASE, values);
        });
    }

    /** All acts on a run's documents, in order. */
    public List<Entry> acts(Run run) {
        return session
                .sql("select * from ledger.release where run = :run order by turn")
                .param("run", run.number())
                .query()
                .stream()
                .map(Register::entry)
                .toList();
    }

    /** What was done last with a run's documents; nothing, as long as nobody did anything. */
    public Optional<Act> lastAct(Run run) {
        return acts(run).stream().map(Entry::act).filter(Act::moves).reduce((first, second) -> second);
    }

    /** Whether a run's bulletins have been issued, whatever became of them. */
    public boolean hasIssued(Run run) {
        return acts(run).stream().anyMatch(entry -> entry.act() == Act.ISSUED)
                || session.sql("select count(*) as n from ledger.issue where run = :run")
                                .param("run", run.number())
                                .one()
                                .whole("n")
                        > 0;
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.whole("run"),
                Act.valueOf(row.text("act").toUpperCase(Locale.ROOT)),
                row.text("who"),
                row.optionalText("host").orElse(""),
                row.optionalText("said").orElse(""),
                row.text("note"),
                !row.isNull("alone") && row.flag("alone"),
                LocalDateTime.parse(row.text("done_at").replace(' ', 'T')));
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

    /**
     * Refuses a date that would stand before that of a lower number.
     *
     * @param number the next of its code and year
     */
    public void requireOrder(DocumentNumber number, LocalDate on) {
        session.sql("""
                        select serial, issued_on from ledger.issue
                        where code = :code and year = :year and issued_on > :on order by serial desc limit 1""")
                .param("code", number.code())
                .param("year", number.year())
                .param("on", on)
                .first()
                .ifPresent(row -> {
                    throw new Refusal(
                            "document.out-of-order",
                            number,
                            on,
                            new DocumentNumber(number.code(), number.year(), Math.toIntExact(row.whole("serial"))),
                            row.text("issued_on"));
                });
    }

    /** Enters issued files, all or none; a number that another document has is refused. */
    public void enter(List<Issued> files) {
        session.inTransaction(() -> {
            refuseTaken(files);
            var chain = new Chain(session);
            for (var file : files) {
                var values = new HashMap<String, @Nullable Object>();
                values.put("run", file.run());
                values.put("bulletin", file.bulletin());
                values.put("recipient", file.recipient());
                values.put("code", file.number().code());
                values.put("year", file.number().year());
                values.put("serial", file.number().serial());
                values.put("issued_on", file.on());
                values.put("file", file.file());
                values.put("sha256", file.sha256());
                values.put("spec_sha256", file.spec());
                values.put("folder", file.folder());
                values.put("unsigned_sha256", file.unsigned());
                chain.add(Chain.ISSUE, values);
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

    private void refuseTaken(List<Issued> files) {
        Set<DocumentNumber> numbers = new HashSet<>();
        for (var file : files) {
            if (numbers.add(file.number()) && !issued(file.number()).isEmpty()) {
                throw new Refusal("document.taken", file.number());
            }
        }
    }

    /** The files that were issued under a number. */
    public List<Issued> issued(DocumentNumber number) {
        return session
                .sql("""
                        select * from ledger.issue
                        where code = :code and year = :year and serial = :serial order by file""")
                .param("code", number.code())
                .param("year", number.year())
                .param("serial", number.serial())
                .query()
                .stream()
                .map(Register::issued)
                .toList();
    }

    /** All issued files, in the order in which they were entered. */
    public List<Issued> allIssued() {
        return session
                .query("select * from ledger.issue order by entry nulls first, run, code, year, serial, file")
                .stream()
                .map(Register::issued)
                .toList();
    }

    /** All acts, in the order in which they were entered. */
    public List<Entry> allActs() {
        return session.query("select * from ledger.release order by entry nulls first, run, turn").stream()
                .map(Register::entry)
                .toList();
    }

    /** SHA-256 of the manifests beside what was issued of a run; none of what edition 0.1.0 issued. */
    Set<String> manifests(long run) {
        Set<String> manifests = new HashSet<>();
        session
                .sql("select manifest from ledger.release where run = :run and manifest is not null")
                .param("run", run)
                .stream(row -> manifests.add(row.text("manifest")));
        return manifests;
    }

    /**
     * The numbers that no longer hold: withdrawn by a notice, or replaced by other documents, both issued.
     *
     * @return each to the number of the document that says so
     */
    public Map<String, String> withdrawn() {
        var withdrawn = new HashMap<String, String>();
        session.stream(
                "select number, withdrawn_by from stage.withdrawn where withdrawn_by is not null",
                row -> withdrawn.put(row.text("number"), row.text("withdrawn_by")));
        return withdrawn;
    }

    /**
     * The run whose bulletins were issued for a job and period, and still hold: the last, where a correction was issued,
     * too.
     */
    public Optional<Long> issuedRun(String job, String period) {
        var withdrawn = withdrawn();
        return issuedFor(job, period).stream()
                .filter(file -> holds(file, withdrawn))
                .map(Issued::run)
                .max(Long::compare);
    }

    private static boolean holds(Issued file, Map<String, String> withdrawn) {
        return !file.bulletin().equals(WITHDRAWAL)
                && !withdrawn.containsKey(file.number().toString());
    }

    /** All that was issued for a job and period, in order of run and number. */
    public List<Issued> issuedFor(String job, String period) {
        return session.sql("""
                        select i.* from ledger.issue as i join ledger.run as r on r.run = i.run
                        where r.job = :job and r.period = :period
                        order by i.run, i.code, i.year, i.serial, i.recipient, i.file""").param("job", job).param("period", period).query().stream()
                .map(Register::issued)
                .toList();
    }

    /**
     * The documents that hold for a job and period as of an issued run: its own and, where these are corrections, those
     * that they correct; without those that were withdrawn.
     */
    public List<Issued> inForce(Run run) {
        var withdrawn = withdrawn();
        var files = issuedFor(run.job(), run.period().toString()).stream()
                .filter(file -> file.run() <= run.number())
                .filter(file -> holds(file, withdrawn))
                .toList();
        long first = files.stream()
                .filter(file -> !file.bulletin().equals(CORRECTION))
                .mapToLong(Issued::run)
                .max()
                .orElse(0);
        return files.stream().filter(file -> file.run() >= first).toList();
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

    /** Decides an objection; returns the run against whose drafts it was raised. */
    public long decideObjection(long objection, boolean upheld, String answer, LocalDate on) {
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
        return session.sql("select run from ledger.objection where objection = :objection")
                .param("objection", objection)
                .one()
                .whole("run");
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
                row.text("spec_sha256"),
                row.text("folder"),
                row.text("unsigned_sha256"));
    }
}
