package org.tongbao.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tongbao.home.Home;
import org.tongbao.issue.Archive;
import org.tongbao.issue.DocumentNumber;
import org.tongbao.issue.Register;
import org.tongbao.issue.Register.Act;
import org.tongbao.issue.Register.Issued;
import org.tongbao.issue.SpecArchive;
import org.tongbao.issue.Verification;
import org.tongbao.message.Refusal;
import org.tongbao.print.BulletinPrinter;
import org.tongbao.render.Bulletin;
import org.tongbao.render.Edition;
import org.tongbao.render.Renderer;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Unused;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.run.Version;
import org.tongbao.spec.SpecException;
import org.tongbao.warehouse.RunLedger;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/**
 * From drafts to issued documents: the drafts of a job's last run for a period are checked, approved and issued under
 * numbers. What is issued is frozen, with a copy of the files it was made with, and can be made again to the byte.
 */
public final class Release {

    private final Home home;
    private final Rulebook rulebook;
    private final Warehouse warehouse;
    private final Clock clock;

    public Release(Home home, Rulebook rulebook, Warehouse warehouse, Clock clock) {
        this.home = home;
        this.rulebook = rulebook;
        this.warehouse = warehouse;
        this.clock = clock;
    }

    /** Goes through the checklist, and notes by whom when nothing stands against issuing. */
    public Checklist check(Job job, Period period, String who) {
        try (var session = warehouse.session()) {
            var run = pinned(session, job, period);
            var list = checklist(session, job, run);
            list.untouched(Verification.of(drafts(session, run)))
                    .figures(
                            documents(session, job, run).stream()
                                    .map(this::bulletin)
                                    .toList(),
                            bulletin -> printer(home, rulebook, bulletin).compare(session, run, drafts(session, run)));
            if (list.isClear()) {
                new Register(session).record(run, Act.CHECKED, who, list.words(), now());
            }
            return list;
        }
    }

    /** Approves drafts that have been checked. */
    public void approve(Job job, Period period, String who, String note) {
        try (var session = warehouse.session()) {
            var run = run(session, job, period);
            require(session, run, Act.CHECKED, "check");
            new Register(session).record(run, Act.APPROVED, who, note, now());
        }
    }

    /** Sends drafts back: they have to be checked and approved again. */
    public void sendBack(Job job, Period period, String who, String why) {
        try (var session = warehouse.session()) {
            var run = run(session, job, period);
            if (new Register(session).lastAct(run).equals(Optional.of(Act.ISSUED))) {
                throw new IllegalArgumentException(
                        "what is issued can't be sent back; correct it with: tongbao restate " + job.name()
                                + " --period " + period);
            }
            new Register(session).record(run, Act.RETURNED, who, why, now());
        }
    }

    /**
     * Issues approved drafts: renders them once more with number and date, freezes them below {@code out/issued} and
     * enters them in the register. Killed and begun again, it gives the same files and numbers.
     *
     * @param on 成文日期
     */
    public List<Issued> issue(Job job, Period period, String who, LocalDate on) {
        rulebook.requireBureau();
        try (var session = warehouse.session()) {
            var run = pinned(session, job, period);
            var register = new Register(session);
            require(session, run, Act.APPROVED, "approve");
            var list = checklist(session, job, run);
            if (!list.isClear()) {
                throw new IllegalArgumentException("something has come up since it was approved:\n" + list.words());
            }
            var folder = folder(home, run);
            var draft = folder.resolveSibling(folder.getFileName() + ".part");
            delete(draft);
            new SpecArchive(home.issued().resolve("kept")).keep(rulebook.sha256(), Rulebook.files(home));
            var archive = new Archive(draft, run);
            var numbers = new LinkedHashMap<String, DocumentNumber>();
            for (var name : documents(session, job, run)) {
                print(session, run, bulletin(name), archive, on, register, numbers);
            }
            archive.describe(session, Version.NUMBER, rulebook.fingerprints(), words(numbers));
            move(draft, folder);
            var issued = archive.artifacts().stream()
                    .map(a -> new Issued(
                            run.number(),
                            a.bulletin(),
                            a.recipient(),
                            Objects.requireNonNull(numbers.get(a.bulletin() + " " + a.recipient())),
                            on,
                            a.file(),
                            a.sha256(),
                            rulebook.sha256()))
                    .toList();
            register.enter(issued);
            register.record(
                    run, Act.ISSUED, who, String.join("，", words(numbers).values()), now());
            return issued;
        }
    }

    /** Where what is issued of a run lies. */
    static Path folder(Home home, Run run) {
        return home.issued().resolve(run.job()).resolve(run.period() + "-" + run.number());
    }

    /** A bulletin's copies bear one number; where each is a document of its own, each has one. */
    private void print(
            Session session,
            Run run,
            Bulletin bulletin,
            Archive archive,
            LocalDate on,
            Register register,
            Map<String, DocumentNumber> numbers) {
        var code = bulletin.letterhead().getOrDefault("code", bulletin.name());
        var highest = numbers.values().stream()
                .filter(n -> n.code().equals(code))
                .max(Comparator.comparingInt(DocumentNumber::serial));
        var first = highest.map(DocumentNumber::next).orElseGet(() -> register.nextNumber(code, on.getYear()));
        var given = new ArrayList<DocumentNumber>();
        printer(home, rulebook, bulletin).print(session, run, archive, recipient -> {
            var number = given.isEmpty()
                    ? first
                    : bulletin.numberedEach() ? given.get(given.size() - 1).next() : first;
            given.add(number);
            numbers.put(bulletin.name() + " " + recipient, number);
            return new Edition(run.period(), recipient, number.toString(), on);
        });
    }

    private static Map<String, String> words(Map<String, DocumentNumber> numbers) {
        var words = new LinkedHashMap<String, String>();
        numbers.forEach((whose, number) -> words.put(whose, number.toString()));
        return words;
    }

    /**
     * Makes what was issued under a number again, with the files it was made with then.
     *
     * @param issued the file as it was issued
     * @param edition of the program that made it, such as {@code 0.1.0}
     * @param same whether the bytes made now are the same
     */
    public record Remade(Issued issued, String edition, boolean same) {

        /** Whether it was made by another edition, which is the one that gives the same bytes. */
        public boolean isOfOtherEdition() {
            return !edition.equals(Version.NUMBER);
        }
    }

    /**
     * Makes what was issued under a number again in a folder, and says whether it is the same to the byte.
     *
     * @throws Refusal if it was made by another edition, whose files this one doesn't read
     */
    public List<Remade> remake(DocumentNumber number, Path folder) {
        try (var session = warehouse.session()) {
            var issued = new Register(session).issued(number);
            if (issued.isEmpty()) {
                throw new Refusal("document.not-issued", number);
            }
            var first = issued.get(0);
            var then = temporary();
            try {
                new SpecArchive(home.issued().resolve("kept")).restore(first.spec(), then);
                var run = new RunLedger(session).find(first.run()).orElseThrow();
                var edition = Archive.edition(folder(home, run));
                var old = filesOf(edition, number, Home.at(then));
                old.pin(session, run);
                var archive = new Archive(folder, run);
                var byRecipient = issued.stream()
                        .collect(Collectors.toMap(Issued::recipient, Issued::number, (one, same) -> one));
                printer(
                                Home.at(then),
                                old,
                                Objects.requireNonNull(old.bulletins().get(first.bulletin())))
                        .print(
                                session,
                                run,
                                archive,
                                recipient -> new Edition(
                                        run.period(),
                                        recipient,
                                        byRecipient
                                                .getOrDefault(recipient, number)
                                                .toString(),
                                        first.on()));
                var made = archive.artifacts().stream()
                        .collect(Collectors.toMap(Archive.Artifact::file, Archive.Artifact::sha256));
                return issued.stream()
                        .map(file -> new Remade(file, edition, file.sha256().equals(made.get(file.file()))))
                        .toList();
            } finally {
                delete(then);
            }
        }
    }

    /** The rulebook that a document was issued with; another edition's may say what this one doesn't know. */
    private static Rulebook filesOf(String edition, DocumentNumber number, Home then) {
        try {
            return Rulebook.read(then);
        } catch (SpecException e) {
            if (edition.equals(Version.NUMBER)) {
                throw e;
            }
            throw new Refusal("document.of-other-edition", number, edition, Version.NUMBER);
        }
    }

    /**
     * Enters a recipient's objection against a figure of the drafts; returns its number.
     *
     * @param subject its key or its name
     * @param figure indicator or node of the score
     */
    public long addObjection(Job job, Period period, String subject, String figure, String text) {
        try (var session = warehouse.session()) {
            var run = pinned(session, job, period);
            return new Register(session)
                    .addObjection(new Register.Objection(
                            run.number(),
                            Objections.subject(session, rulebook.subjects(), subject, figure),
                            figure,
                            text,
                            LocalDate.ofInstant(clock.instant(), clock.getZone())));
        }
    }

    /** Decides an objection; an upheld one stands against issuing until a new run has taken it into account. */
    public void decideObjection(long objection, boolean upheld, String answer) {
        try (var session = warehouse.session()) {
            new Register(session)
                    .decideObjection(objection, upheld, answer, LocalDate.ofInstant(clock.instant(), clock.getZone()));
        }
    }

    /**
     * A figure that was issued and is to be corrected.
     *
     * @param who name of the subject
     * @param before as printed when it was issued
     * @param after as it would be printed now
     * @param causes what made it change: loads with their files, objections, the rules
     */
    public record Corrected(
            String who,
            String subject,
            String figure,
            String title,
            String before,
            String after,
            List<String> causes) {}

    /**
     * Compares the last run with what was issued for the period and, if a figure would be printed otherwise, makes the
     * drafts of the correction, which then go the way of all drafts. Nothing is made otherwise.
     *
     * @throws IllegalArgumentException if nothing has been issued, or nothing has been computed since
     */
    public List<Corrected> restate(Job job, Period period) {
        try (var session = warehouse.session()) {
            var run = pinned(session, job, period);
            var register = new Register(session);
            var issued = register.issuedRun(job.name(), period.toString())
                    .flatMap(new RunLedger(session)::find)
                    .orElseThrow(() -> new IllegalArgumentException("nothing has been issued for " + period + " of '"
                            + job.name() + "': there is nothing to correct"));
            if (run.number() <= issued.number()) {
                throw new IllegalArgumentException("run " + run.number()
                        + ", the last one for " + period + ", is what was issued; compute it anew first: tongbao run "
                        + job.name() + " --period " + period + " --until decide");
            }
            register.lastAct(run).filter(act -> act != Act.RETURNED).ifPresent(act -> {
                throw new IllegalArgumentException("run " + run.number() + " is " + act.word()
                        + " already; send it back first: tongbao release return " + job.name() + " --period " + period
                        + " --by NAME --why WHY");
            });
            int figures = new Restatement(session, rulebook, job, run, issued)
                    .enter(register.inForce(issued, Restatement.BULLETIN));
            if (figures == 0) {
                return List.of();
            }
            var archive = new Archive(drafts(session, run), run);
            printer(home, rulebook, bulletin(Restatement.BULLETIN))
                    .print(session, run, archive, recipient -> Edition.draft(period, recipient));
            archive.enter(session);
            archive.describe(session, Version.NUMBER, rulebook.fingerprints(), Map.of());
            return new Corrections(session).all();
        }
    }

    private Checklist checklist(Session session, Job job, Run run) {
        var documents = documents(session, job, run);
        return new Checklist(session, run, rulebook)
                .data()
                .objections()
                .issued(documents.contains(Restatement.BULLETIN))
                .rankings(job)
                .marks(home)
                .files()
                .glyphs(drafts(session, run))
                .drafts(documents.stream().map(this::bulletin).toList(), this::fresh);
    }

    /** Where a run's drafts lie. */
    private Path drafts(Session session, Run run) {
        return home.archive().resolve(run.job()).resolve(run.period() + (corrects(session, run) ? "-correction" : ""));
    }

    private static boolean corrects(Session session, Run run) {
        return session.sql("select count(*) as n from stage.corrected where run = :run")
                        .param("run", run.number())
                        .one()
                        .whole("n")
                > 0;
    }

    /** The bulletins of a run: the job's or, once it has been compared with what was issued, the correction alone. */
    private static List<String> documents(Session session, Job job, Run run) {
        return corrects(session, run) ? List.of(Restatement.BULLETIN) : Unused.without(session, job.render());
    }

    /** SHA-256 of a bulletin's drafts as they would be made now, by file. */
    private Map<String, String> fresh(Session session, Run run, Bulletin bulletin) {
        var folder = temporary();
        try {
            var archive = new Archive(folder, run);
            printer(home, rulebook, bulletin)
                    .print(session, run, archive, recipient -> Edition.draft(run.period(), recipient));
            return archive.artifacts().stream()
                    .collect(Collectors.toMap(Archive.Artifact::file, Archive.Artifact::sha256));
        } finally {
            delete(folder);
        }
    }

    private static BulletinPrinter printer(Home home, Rulebook rulebook, Bulletin bulletin) {
        return new BulletinPrinter(
                new Renderer(home.layers().below("report-templates")),
                bulletin,
                rulebook.catalog(),
                rulebook.subjects());
    }

    private Bulletin bulletin(String name) {
        return Optional.ofNullable(rulebook.bulletins().get(name))
                .orElseThrow(() -> new IllegalArgumentException("there is no report-templates/" + name));
    }

    private Run pinned(Session session, Job job, Period period) {
        var run = run(session, job, period);
        rulebook.pin(session, run);
        return run;
    }

    private Run run(Session session, Job job, Period period) {
        rulebook.catalog().define(session);
        return new RunLedger(session)
                .latest(job.name(), period)
                .orElseThrow(() -> new Refusal("job.not-run", job.name(), period));
    }

    private static void require(Session session, Run run, Act wanted, String command) {
        var last = new Register(session).lastAct(run);
        if (!last.equals(Optional.of(wanted))) {
            throw new Refusal(
                    "release.order",
                    run.period(),
                    run.number(),
                    last.map(Act::word).orElse("a draft"),
                    command,
                    run.job());
        }
    }

    private LocalDateTime now() {
        return LocalDateTime.now(clock);
    }

    private Path temporary() {
        try {
            var below = home.temp();
            return Files.createTempDirectory(below, "release");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            delete(to);
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            try (var files = Files.list(to)) {
                files.forEach(file -> file.toFile().setReadOnly());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
