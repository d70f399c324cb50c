package org.tongbao.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.tongbao.home.Durable;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.issue.Archive;
import org.tongbao.issue.Chain;
import org.tongbao.issue.DocumentNumber;
import org.tongbao.issue.Register;
import org.tongbao.issue.Register.Act;
import org.tongbao.issue.Register.Issued;
import org.tongbao.issue.SpecArchive;
import org.tongbao.issue.Verification;
import org.tongbao.message.Refusal;
import org.tongbao.print.BulletinPrinter;
import org.tongbao.print.DraftComparison;
import org.tongbao.render.Bulletin;
import org.tongbao.render.Edition;
import org.tongbao.render.PageSeal;
import org.tongbao.render.Renderer;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Unused;
import org.tongbao.run.Actor;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.run.Version;
import org.tongbao.spec.SpecException;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/**
 * From drafts to issued documents: the drafts of a job's last run for a period are checked, approved and issued under
 * numbers. What is issued is frozen, with a copy of the files it was made with, and can be made again to the byte.
 */
public final class Release {

    private final Home home;
    private final Rulebook rulebook;
    private final Warehouse warehouse;
    private final Actor actor;
    private final Clock clock;

    /**
     * A release.
     *
     * @param actor who does what is asked for
     */
    public Release(Home home, Rulebook rulebook, Warehouse warehouse, Actor actor, Clock clock) {
        this.home = home;
        this.rulebook = rulebook;
        this.warehouse = warehouse;
        this.actor = actor;
        this.clock = clock;
    }

    /** The documents that a person deals with: of which run, and how far they are. */
    private record Dealt(Session session, Job job, Run run, Register register, Procedure procedure) {}

    /** What can be done with them. */
    private interface Work<T> {
        T with(Dealt dealt);
    }

    /** The last run for a period, or that whose withdrawal is under way; pinned. */
    private <T> T deal(Job job, Period period, Work<T> work) {
        try (var session = warehouse.session()) {
            rulebook.catalog().define(session);
            var register = new Register(session);
            var run = withdrawing(session, register, job, period)
                    .or(() -> new RunLedger(session).latest(job.name(), period))
                    .orElseThrow(() -> new Refusal("job.not-run", job.name(), period));
            show(session, run);
            return work.with(new Dealt(session, job, run, register, new Procedure(register, home.settings(), run)));
        }
    }

    private Optional<Run> withdrawing(Session session, Register register, Job job, Period period) {
        return register.issuedRun(job.name(), period.toString())
                .flatMap(new RunLedger(session)::find)
                .filter(run -> new Procedure(register, home.settings(), run).withdraws());
    }

    private static void requireOpen(Dealt dealt) {
        var last = new RunLedger(dealt.session())
                .last(dealt.job().name(), dealt.run().period());
        dealt.procedure()
                .requireOpen(
                        dealt.register().inForce(last.orElse(dealt.run())), corrects(dealt.session(), dealt.run()));
    }

    /** Goes through the checklist and notes nothing: whoever drafts may see what stands against issuing. */
    public Checklist look(Job job, Period period) {
        return deal(job, period, dealt -> {
            requireOpen(dealt);
            return checklist(dealt);
        });
    }

    /**
     * Goes through the checklist, and notes by whom when nothing stands against issuing.
     *
     * @param said who they say they are: a remark
     */
    public Checklist check(Job job, Period period, String said) {
        return deal(job, period, dealt -> {
            requireOpen(dealt);
            boolean alone = dealt.procedure().requirePart(Act.CHECKED, actor);
            var list = checklist(dealt);
            if (list.isClear()) {
                record(dealt, Act.CHECKED, said, list.words(), alone);
            }
            return list;
        });
    }

    /** Approves drafts that have been checked. */
    public void approve(Job job, Period period, String said, String note) {
        deal(job, period, dealt -> {
            requireOpen(dealt);
            dealt.procedure().requireState(Act.CHECKED, "check");
            record(dealt, Act.APPROVED, said, note, dealt.procedure().requirePart(Act.APPROVED, actor));
            return Act.APPROVED;
        });
    }

    /** Sends drafts back: they have to be checked and approved again. A withdrawal that is sent back is given up. */
    public void sendBack(Job job, Period period, String said, String why) {
        deal(job, period, dealt -> {
            requireOpen(dealt);
            dealt.session().inTransaction(() -> {
                if (dealt.procedure().withdraws()) {
                    new Withdrawals(dealt.session(), rulebook, dealt.run()).drop();
                }
                record(dealt, Act.RETURNED, said, why, false);
            });
            return Act.RETURNED;
        });
    }

    private void record(Dealt dealt, Act act, String said, String note, boolean alone) {
        dealt.register().record(dealt.run(), act, actor, said, note, now(), alone, null);
    }

    /**
     * Issues approved drafts: renders them once more with number and date, freezes them below {@code out/issued} and then
     * enters them in the register, all of it or nothing. Killed at any moment and begun again, it gives the same numbers.
     *
     * @param on 成文日期
     */
    public List<Issued> issue(Job job, Period period, String said, LocalDate on) {
        rulebook.requireBureau(home);
        var seal = seal();
        return deal(job, period, dealt -> {
            requireOpen(dealt);
            dealt.procedure().requireState(Act.APPROVED, "approve");
            boolean alone = dealt.procedure().requirePart(Act.ISSUED, actor);
            var session = dealt.session();
            var run = dealt.run();
            var list = checklist(dealt).drafts(bulletins(dealt), this::fresh);
            if (!list.isClear()) {
                throw new IllegalArgumentException("something has come up since it was approved:\n" + list.words());
            }
            var name = folderName(dealt);
            var folder = home.issued().resolve(name);
            var draft = folder.resolveSibling(folder.getFileName() + ".part");
            delete(draft);
            new SpecArchive(home.issued().resolve("kept")).keep(rulebook.sha256(), Rulebook.files(home));
            var archive = new Archive(draft, run);
            var numbers = new LinkedHashMap<String, DocumentNumber>();
            for (var bulletin : bulletins(dealt)) {
                print(session, run, bulletin, archive, on, dealt.register(), numbers);
            }
            seal.ifPresent(with -> archive.seal(".pdf", bytes -> with.sign(bytes, clock.instant())));
            var manifest = archive.describe(session, Version.NUMBER, rulebook.fingerprints(), words(numbers));
            freeze(draft, folder);
            var issued = archive.artifacts().stream()
                    .map(a -> new Issued(
                            run.number(),
                            a.bulletin(),
                            a.recipient(),
                            Objects.requireNonNull(numbers.get(a.bulletin() + " " + a.recipient())),
                            on,
                            a.file(),
                            a.sha256(),
                            rulebook.sha256(),
                            name,
                            a.unsigned()))
                    .toList();
            session.inTransaction(() -> {
                dealt.register().enter(issued);
                new Withdrawals(session, rulebook, run).settle(numbers);
                dealt.register()
                        .record(
                                run,
                                dealt.procedure().withdraws() ? Act.WITHDRAWN : Act.ISSUED,
                                actor,
                                said,
                                words(numbers).values().stream().distinct().collect(Collectors.joining("，")),
                                now(),
                                alone,
                                manifest);
            });
            return issued;
        });
    }

    private Optional<PageSeal> seal() {
        var settings = home.settings();
        return settings.has(Settings.Key.SIGN_CERTIFICATE)
                ? Optional.of(PageSeal.read(
                        home.root().resolve(settings.text(Settings.Key.SIGN_CERTIFICATE)),
                        settings.text(Settings.Key.SIGN_PASSWORD),
                        clock.instant()))
                : Optional.empty();
    }

    /** Where what is issued lies, below the folder of all of it. A notice lies beside what it withdraws. */
    private static String folderName(Dealt dealt) {
        var run = dealt.run();
        var name = run.job() + "/" + run.period() + "-" + run.number();
        long notices = dealt.register().acts(run).stream()
                .filter(entry -> entry.act() == Act.WITHDRAWN)
                .count();
        return dealt.procedure().withdraws() ? name + "-withdrawal" + (notices == 0 ? "" : "-" + (notices + 1)) : name;
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
        register.requireOrder(first, on);
        var withdrawals = new Withdrawals(session, rulebook, run);
        var given = new ArrayList<DocumentNumber>();
        printer(home, rulebook, bulletin).print(session, run, archive, recipient -> {
            var number = given.isEmpty()
                    ? first
                    : bulletin.numberedEach() ? given.get(given.size() - 1).next() : first;
            given.add(number);
            numbers.put(bulletin.name() + " " + recipient, number);
            return new Edition(
                    run.period(), recipient, number.toString(), on, withdrawals.remark(bulletin.name(), recipient));
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
                var edition = Archive.edition(home.issued().resolve(first.folder()));
                var old = filesOf(edition, number, Home.at(then));
                old.pin(session, run);
                var withdrawals = new Withdrawals(session, old, run);
                withdrawals.show(List.of(number.toString()));
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
                                        first.on(),
                                        withdrawals.remark(first.bulletin(), recipient)));
                var made = archive.artifacts().stream()
                        .collect(Collectors.toMap(Archive.Artifact::file, Archive.Artifact::sha256));
                return issued.stream()
                        .map(file -> new Remade(file, edition, file.unsigned().equals(made.get(file.file()))))
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
        return deal(job, period, dealt -> {
            var key = Objections.subject(dealt.session(), rulebook.subjects(), subject, figure);
            return dealt.session().transaction(() -> {
                long number = dealt.register()
                        .addObjection(new Register.Objection(dealt.run().number(), key, figure, text, today()));
                record(dealt, Act.OBJECTED, "", String.valueOf(number), false);
                return number;
            });
        });
    }

    /** Decides an objection; an upheld one stands against issuing until a new run has taken it into account. */
    public void decideObjection(long objection, boolean upheld, String answer) {
        try (var session = warehouse.session()) {
            session.inTransaction(() -> {
                var register = new Register(session);
                var run = new RunLedger(session)
                        .find(register.decideObjection(objection, upheld, answer, today()))
                        .orElseThrow();
                register.record(run, Act.ANSWERED, actor, "", String.valueOf(objection), now());
            });
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
            var procedure = new Procedure(register, home.settings(), run);
            var issued = issuedBefore(session, register, job, run);
            refuseUnderWay(procedure, job, run);
            boolean alone = procedure.requirePart(Act.DRAFTED, actor);
            int figures = new Restatement(session, rulebook, job, run, issued).enter(register.inForce(issued));
            if (figures == 0) {
                return List.of();
            }
            var archive = new Archive(drafts(session, run, procedure), run);
            printer(home, rulebook, bulletin(Restatement.BULLETIN))
                    .print(session, run, archive, recipient -> Edition.draft(period, recipient));
            session.inTransaction(() -> {
                new Withdrawals(session, rulebook, run).drop();
                archive.enter(session);
                register.recordDrafts(run, Act.DRAFTED, actor, "", Restatement.BULLETIN, now(), alone);
            });
            archive.describe(session, Version.NUMBER, rulebook.fingerprints(), Map.of());
            return new Corrections(session).all();
        }
    }

    private static Run issuedBefore(Session session, Register register, Job job, Run run) {
        var issued = register.issuedRun(job.name(), run.period().toString())
                .flatMap(new RunLedger(session)::find)
                .orElseThrow(() -> new IllegalArgumentException("nothing has been issued for " + run.period() + " of '"
                        + job.name() + "': there is nothing to correct"));
        if (run.number() <= issued.number()) {
            throw new IllegalArgumentException("run " + run.number() + ", the last one for " + run.period()
                    + ", is what was issued; compute it anew first: tongbao run " + job.name() + " --period "
                    + run.period() + " --until decide");
        }
        return issued;
    }

    private static void refuseUnderWay(Procedure procedure, Job job, Run run) {
        if (procedure.isUnderWay()) {
            throw new IllegalArgumentException("run " + run.number() + " is "
                    + procedure.state().word() + " already; send it back first: tongbao release return " + job.name()
                    + " --period " + run.period() + " --why WHY");
        }
    }

    /**
     * Lets the last run's drafts take the place of what was issued for the period: they are made anew and say what they
     * replace and why; whoever had a document that has no successor gets a notice. Then they go the way of all drafts.
     *
     * @param reason as everybody is told
     * @return the numbers that are to be replaced
     */
    public List<DocumentNumber> replace(Job job, Period period, String said, String reason) {
        try (var session = warehouse.session()) {
            var run = pinned(session, job, period);
            var register = new Register(session);
            var procedure = new Procedure(register, home.settings(), run);
            var documents = register.inForce(issuedBefore(session, register, job, run));
            refuseUnderWay(procedure, job, run);
            boolean alone = procedure.requirePart(Act.REPLACING, actor);
            return session.transaction(() -> {
                session.sql("delete from stage.corrected where run = :run")
                        .param("run", run.number())
                        .execute();
                new Withdrawals(session, rulebook, run).enter(documents, reason, false);
                var archive = new Archive(home.archive().resolve(job.name()).resolve(period.toString()), run);
                for (var name : Unused.without(session, job.render())) {
                    draw(session, run, bulletin(name), archive);
                }
                archive.enter(session);
                draw(session, run, bulletin(Withdrawals.BULLETIN), archive);
                archive.enter(session);
                archive.describe(session, Version.NUMBER, rulebook.fingerprints(), Map.of());
                register.recordDrafts(run, Act.REPLACING, actor, said, reason, now(), alone);
                return numbers(documents);
            });
        }
    }

    /**
     * Drafts the notice that withdraws what was issued for a period; it goes the way of all drafts, and what it withdraws
     * holds until it is issued.
     *
     * @param only the number that is withdrawn; without one all that holds
     * @param reason as everybody is told
     * @return the numbers that are to be withdrawn
     */
    public List<DocumentNumber> withdraw(
            Job job, Period period, Optional<DocumentNumber> only, String said, String reason) {
        try (var session = warehouse.session()) {
            rulebook.catalog().define(session);
            var register = new Register(session);
            var run = register.issuedRun(job.name(), period.toString())
                    .flatMap(new RunLedger(session)::find)
                    .orElseThrow(() -> new Refusal("release.not-issued", job.name(), period));
            rulebook.pin(session, run);
            var procedure = new Procedure(register, home.settings(), run);
            if (procedure.withdraws()) {
                refuseUnderWay(procedure, job, run);
            }
            boolean alone = procedure.requirePart(Act.WITHDRAWING, actor);
            var documents = register.inForce(run).stream()
                    .filter(document -> only.isEmpty() || document.number().equals(only.get()))
                    .toList();
            if (documents.isEmpty()) {
                throw new Refusal(
                        "document.not-issued",
                        only.map(DocumentNumber::toString).orElse(""));
            }
            return session.transaction(() -> {
                var withdrawals = new Withdrawals(session, rulebook, run);
                withdrawals.enter(documents, reason, true);
                withdrawals.show(List.of());
                register.recordDrafts(run, Act.WITHDRAWING, actor, said, reason, now(), alone);
                var archive = new Archive(drafts(session, run, new Procedure(register, home.settings(), run)), run);
                draw(session, run, bulletin(Withdrawals.BULLETIN), archive);
                archive.enterBeside(session, Withdrawals.BULLETIN);
                archive.describe(session, Version.NUMBER, rulebook.fingerprints(), Map.of());
                return numbers(documents);
            });
        }
    }

    private static List<DocumentNumber> numbers(List<Issued> documents) {
        return documents.stream().map(Issued::number).distinct().toList();
    }

    /** Makes a bulletin's drafts. */
    private void draw(Session session, Run run, Bulletin bulletin, Archive archive) {
        var withdrawals = new Withdrawals(session, rulebook, run);
        printer(home, rulebook, bulletin)
                .print(
                        session,
                        run,
                        archive,
                        recipient -> new Edition(
                                run.period(), recipient, null, null, withdrawals.remark(bulletin.name(), recipient)));
    }

    private Checklist checklist(Dealt dealt) {
        var session = dealt.session();
        var run = dealt.run();
        var folder = drafts(session, run, dealt.procedure());
        var list = new Checklist(session, run, rulebook);
        if (!dealt.procedure().withdraws()) {
            list.data()
                    .objections()
                    .withdrawn(dealt.register())
                    .rankings(dealt.job())
                    .marks(home);
            list.run().files();
        }
        list.edition(folder).glyphs(folder);
        if (list.isCaused()) {
            return list;
        }
        var bulletins = bulletins(dealt);
        list.editing(bulletins)
                .untouched(new Verification(session)
                        .drafts(run, bulletins.stream().map(Bulletin::name).toList(), folder));
        var queries = bulletins.stream().flatMap(b -> b.data().stream()).toList();
        try (var other = warehouse.session()) {
            return list.figures(new DraftComparison(printers(home, rulebook, bulletins), run, folder)
                    .by(List.of(
                            () -> {
                                rulebook.catalog().keep(session, queries);
                                return session;
                            },
                            () -> {
                                show(other, run);
                                rulebook.catalog().keep(other, queries);
                                return other;
                            })));
        }
    }

    /** Where a run's drafts lie. */
    private Path drafts(Session session, Run run, Procedure procedure) {
        var kind = procedure.withdraws() ? "-withdrawal" : corrects(session, run) ? "-correction" : "";
        return home.archive().resolve(run.job()).resolve(run.period() + kind);
    }

    private static boolean corrects(Session session, Run run) {
        return session.sql("select count(*) as n from stage.corrected where run = :run")
                        .param("run", run.number())
                        .one()
                        .whole("n")
                > 0;
    }

    /**
     * The bulletins of a run: the job's; once it has been compared with what was issued, the correction alone; while it
     * withdraws something, the notice alone.
     */
    private List<Bulletin> bulletins(Dealt dealt) {
        if (dealt.procedure().withdraws()) {
            return List.of(bulletin(Withdrawals.BULLETIN));
        }
        if (corrects(dealt.session(), dealt.run())) {
            return List.of(bulletin(Restatement.BULLETIN));
        }
        var names = new ArrayList<>(Unused.without(dealt.session(), dealt.job().render()));
        if (dealt.procedure().replaces()) {
            names.add(Withdrawals.BULLETIN);
        }
        return names.stream().map(this::bulletin).toList();
    }

    /**
     * A file that was verified.
     *
     * @param signatures who signed it, as the file says, and whether it is as they signed it
     * @param withdrawn number of the document by which it no longer holds; empty while it does
     */
    public record Verified(Verification.VerifiedFile file, List<PageSeal.Signature> signatures, String withdrawn) {

        /** Whether nothing is wrong with it. */
        public boolean isSound() {
            return file.outcome() == Verification.Outcome.UNCHANGED
                    && signatures.stream().allMatch(PageSeal.Signature::valid);
        }
    }

    /** The register's acts, and what looking through its chain has shown. */
    public record Entries(List<Register.Entry> acts, Chain.Verified chain) {}

    /** All acts, in order. */
    public Entries register() {
        try (var session = warehouse.session()) {
            return new Entries(new Register(session).allActs(), Chain.verify(session, ""));
        }
    }

    /**
     * Looks through the register's chain.
     *
     * @param head that was printed once, or empty
     */
    public Chain.Verified chain(String head) {
        try (var session = warehouse.session()) {
            return Chain.verify(session, head);
        }
    }

    /** Compares a folder's files, or a file, with the register, and proves the signatures of pages. */
    public List<Verified> verify(Path path) {
        try (var session = warehouse.session()) {
            var withdrawn = new Register(session).withdrawn();
            return new Verification(session)
                    .of(path).stream()
                            .map(file -> new Verified(
                                    file,
                                    signatures(Files.isDirectory(path) ? path.resolve(file.file()) : path),
                                    withdrawn.getOrDefault(file.number(), "")))
                            .toList();
        }
    }

    private static List<PageSeal.Signature> signatures(Path file) {
        try {
            return Files.isRegularFile(file) && file.toString().endsWith(".pdf")
                    ? PageSeal.signatures(Files.readAllBytes(file))
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SHA-256 of a bulletin's drafts as they would be made now, by file. */
    private Map<String, String> fresh(Session session, Run run, Bulletin bulletin) {
        var folder = temporary();
        try {
            var archive = new Archive(folder, run);
            draw(session, run, bulletin, archive);
            return archive.artifacts().stream()
                    .collect(Collectors.toMap(Archive.Artifact::file, Archive.Artifact::sha256));
        } finally {
            delete(folder);
        }
    }

    private static BulletinPrinter printer(Home home, Rulebook rulebook, Bulletin bulletin) {
        return printers(home, rulebook, List.of(bulletin)).get(0);
    }

    /** With one renderer, which reads fonts and templates once. */
    private static List<BulletinPrinter> printers(Home home, Rulebook rulebook, List<Bulletin> bulletins) {
        var renderer = new Renderer(home.layers().below("report-templates"));
        return bulletins.stream()
                .map(bulletin -> new BulletinPrinter(renderer, bulletin, rulebook.subjects()))
                .toList();
    }

    private Bulletin bulletin(String name) {
        return Optional.ofNullable(rulebook.bulletins().get(name))
                .orElseThrow(() -> new IllegalArgumentException("there is no report-templates/" + name));
    }

    private Run pinned(Session session, Job job, Period period) {
        var run = run(session, job, period);
        show(session, run);
        return run;
    }

    /** Shows a session the warehouse as the run sees it, and what is being withdrawn. */
    private void show(Session session, Run run) {
        rulebook.pin(session, run);
        new Withdrawals(session, rulebook, run).show(List.of());
    }

    private Run run(Session session, Job job, Period period) {
        rulebook.catalog().define(session);
        return new RunLedger(session)
                .latest(job.name(), period)
                .orElseThrow(() -> new Refusal("job.not-run", job.name(), period));
    }

    private LocalDateTime now() {
        return LocalDateTime.now(clock);
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private Path temporary() {
        try {
            var below = home.temp();
            return Files.createTempDirectory(below, "release");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On the disk before the register says that it is issued. */
    private void freeze(Path from, Path to) {
        try {
            Durable.tree(from);
            delete(to); // left by an attempt that was killed before the register knew of it
            Durable.move(from, to);
            Durable.above(to, home.out()); // some of them are new, too
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
