package org.tongbao.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.tongbao.deliver.DeliveryFailed;
import org.tongbao.home.Settings;
import org.tongbao.issue.Chain;
import org.tongbao.issue.DocumentNumber;
import org.tongbao.issue.Register;
import org.tongbao.message.FailureReason;
import org.tongbao.message.Refusal;
import org.tongbao.operations.OperationsInUse;
import org.tongbao.release.BulletinDelivery;
import org.tongbao.release.Release;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Actor;
import org.tongbao.run.Period;
import org.tongbao.spec.SpecException;
import org.tongbao.warehouse.WarehouseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "release",
        description = {
            "From drafts to issued documents: check, approve (or return), issue; withdraw, replace; verify and remake.",
            "Who does it is the owner of the process; drafting, checking and issuing are three people's."
        },
        subcommands = {
            ReleaseCommand.Check.class,
            ReleaseCommand.Approve.class,
            ReleaseCommand.Return.class,
            ReleaseCommand.Issue.class,
            ReleaseCommand.Withdraw.class,
            ReleaseCommand.Replace.class,
            ReleaseCommand.Deliver.class,
            ReleaseCommand.Objection.class,
            ReleaseCommand.Answer.class,
            ReleaseCommand.Entries.class,
            ReleaseCommand.Remake.class,
            ReleaseCommand.Verify.class
        },
        footer = {
            "",
            "Example:",
            "  tongbao release check monthly-ranking --period 2026-06",
            "  tongbao release approve monthly-ranking --period 2026-06",
            "  tongbao release issue monthly-ranking --period 2026-06 --date 2026-07-03",
            "  tongbao release verify out/issued/monthly-ranking/2026-06-12",
            "  tongbao release withdraw monthly-ranking --period 2026-06 --why 数据报送有误",
            "  tongbao release remake 景建安〔2026〕1号"
        })
final class ReleaseCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(program.out());
        return 2;
    }

    /** The rules have been planned by the engine in the run whose drafts these are. */
    private <T> T release(BiFunction<Release, Rulebook, T> work) {
        var workspace = program.workspace();
        var rulebook = workspace.rulebookForLooking();
        try (var warehouse = workspace.open()) {
            return work.apply(
                    new Release(workspace.home(), rulebook, warehouse, Actor.ofProcess(), program.clock()), rulebook);
        }
    }

    private void done(String state) {
        var user = Actor.ofProcess().user();
        program.printer().say(state + " by " + user, "state", state, "by", user);
    }

    /** Brings what has been issued to its recipients; a second time what has not been brought. */
    private int deliver(String name, Period period) {
        var workspace = program.workspace();
        var rulebook = workspace.rulebookForLooking();
        var job = rulebook.job(name);
        try (var operations = workspace.operations()) {
            var delivery = new BulletinDelivery(workspace.home(), rulebook, operations.source(), program.clock());
            BulletinDelivery.Plan plan;
            try (var warehouse = workspace.open()) {
                plan = delivery.issued(warehouse, job, period);
            }
            var progress = workspace.progress();
            progress.begin("deliver", -1, "parcels");
            var tally = delivery.send(job, period, progress);
            progress.end(tally.toString());
            plan.remarks().forEach(progress::tell);
            return DeliveriesCommand.told(program, tally);
        }
    }

    /** Which drafts, and who does something with them. */
    static final class Drafts extends OfPeriod {

        @Option(
                names = "--by",
                defaultValue = "",
                paramLabel = "NAME",
                description = "Who you say you are: a remark in the register beside the user of the machine.")
        String by;

        private <T> T with(ReleaseCommand command, Use<T> use) {
            return command.release((release, rulebook) -> use.of(release, rulebook.job(job), period(command.program)));
        }

        /** Enters an act in the register, and says what became of the drafts. */
        private int enter(ReleaseCommand command, String state, Entering act) {
            with(command, (release, job, period) -> {
                act.enter(release, job, period);
                return job;
            });
            command.done(state);
            return 0;
        }

        private interface Entering {
            void enter(Release release, Job job, Period period);
        }

        private interface Use<T> {
            T of(Release release, Job job, Period period);
        }
    }

    @Command(
            name = "check",
            description = "Goes through the checklist: what stands against issuing, and what one should know.",
            footer = {"", "Example: tongbao release check monthly-ranking --period 2026-06"})
    static final class Check implements Callable<Integer> {
        @ParentCommand
        ReleaseCommand release;

        @Mixin
        Drafts drafts;

        @Option(names = "--look", description = "Note nothing in the register: for whoever drafts.")
        boolean look;

        @Override
        public Integer call() {
            var list = drafts.with(
                    release, (r, job, period) -> look ? r.look(job, period) : r.check(job, period, drafts.by));
            var printer = release.program.printer();
            list.items()
                    .forEach(item -> printer.say(
                            (item.blocks() ? "不得印发  " : "提请注意  ") + item.words(),
                            "blocks",
                            item.blocks(),
                            "words",
                            item.words()));
            printer.say(list.isClear() ? "可以送审" : "不能送审", "clear", list.isClear());
            return list.isClear() ? 0 : 1;
        }
    }

    @Command(
            name = "approve",
            description = "Approves drafts that have been checked.",
            footer = {"", "Example: tongbao release approve monthly-ranking --period 2026-06"})
    static final class Approve implements Callable<Integer> {
        @ParentCommand
        ReleaseCommand release;

        @Mixin
        Drafts drafts;

        @Option(names = "--note", defaultValue = "", description = "A remark for the register.")
        String note;

        @Override
        public Integer call() {
            return drafts.enter(release, "approved", (r, job, period) -> r.approve(job, period, drafts.by, note));
        }
    }

    @Command(
            name = "return",
            description = "Sends drafts back: they have to be checked and approved again.",
            footer = {"", "Example: tongbao release return monthly-ranking --period 2026-06 --why 数据待核"})
    static final class Return implements Callable<Integer> {
        @ParentCommand
        ReleaseCommand release;

        @Mixin
        Drafts drafts;

        @Option(names = "--why", required = true, description = "Why.")
        String why;

        @Override
        public Integer call() {
            return drafts.enter(release, "returned", (r, job, period) -> r.sendBack(job, period, drafts.by, why));
        }
    }

    @Command(
            name = "issue",
            description = {
                "Gives approved drafts their number and date, freezes them below out/issued,",
                "and brings them to where the job's deliver: says."
            },
            footer = {"", "Example: tongbao release issue monthly-ranking --period 2026-06 --date 2026-07-03"})
    static final class Issue implements Callable<Integer> {
        @ParentCommand
        ReleaseCommand release;

        @Mixin
        Drafts drafts;

        @Option(names = "--date", required = true, description = "Date of the document, such as 2026-07-03.")
        String date;

        @Override
        public Integer call() {
            var on = date(date);
            var issued = drafts.with(release, (r, job, period) -> r.issue(job, period, drafts.by, on));
            issued.forEach(file -> release.program
                    .printer()
                    .say(
                            file.number() + "  " + file.file(),
                            "number",
                            file.number().toString(),
                            "bulletin",
                            file.bulletin(),
                            "recipient",
                            file.recipient(),
                            "file",
                            file.file(),
                            "sha256",
                            file.sha256()));
            try {
                return release.deliver(drafts.job, drafts.period(release.program));
            } catch (RuntimeException e) {
                if (!isInTheWay(e)) {
                    throw e;
                }
                release.program.complain(
                        new Refusal("release.not-delivered", e, drafts.job, drafts.period(release.program)));
                return 1;
            }
        }

        /** What is mended outside the program. The documents are issued then, and whoever issues them has to be told. */
        private static boolean isInTheWay(RuntimeException e) {
            return e instanceof DeliveryFailed
                    || e instanceof SpecException
                    || e instanceof IllegalArgumentException
                    || e instanceof WarehouseException
                    || e instanceof OperationsInUse
                    || FailureReason.isTrouble(e);
        }

        private static LocalDate date(String text) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw new Refusal("day.unknown", text);
            }
        }
    }

    @Command(
            name = "withdraw",
            description = {
                "Drafts the notice that withdraws (撤回) what was issued for the period, with the reason that everybody is told.",
                "It is checked, approved and issued like all drafts; what it withdraws holds until then."
            },
            footer = {"", "Example: tongbao release withdraw monthly-ranking --period 2026-06 --why 数据报送有误"})
    static final class Withdraw implements Callable<Integer> {
        @ParentCommand
        ReleaseCommand release;

        @Mixin
        Drafts drafts;

        @Option(names = "--why", required = true, description = "The reason, as everybody is told.")
        String why;

        @Option(names = "--number", description = "Only the document of this number, such as 景建安〔2026〕18号.")
        String number;

        @Override
        public Integer call() {
            var only = Optional.ofNullable(number).map(DocumentNumber::parse);
            release.tell(
                    "to be withdrawn",
                    drafts.with(release, (r, job, period) -> r.withdraw(job, period, only, drafts.by, why)));
            return 0;
        }
    }

    @Command(
            name = "replace",
            description = {
                "Lets the last run's drafts take the place of what was issued for the period; they say what they replace and why.",
                "Where only figures change, a correction is enough: tongbao restate."
            },
            footer = {"", "Example: tongbao release replace monthly-ranking --period 2026-06 --why 考核对象有误"})
    static final class Replace implements Callable<Integer> {
        @ParentCommand
        ReleaseCommand release;

        @Mixin
        Drafts drafts;

        @Option(names = "--why", required = true, description = "The reason, as everybody is told.")
        String why;

        @Override
        public Integer call() {
            release.tell(
                    "to be replaced", drafts.with(release, (r, job, period) -> r.replace(job, period, drafts.by, why)));
            return 0;
        }
    }

    private void tell(String what, List<DocumentNumber> numbers) {
        numbers.forEach(number -> program.printer().say(what + "  " + number, "number", number.toString()));
    }

    @Command(
            name = "register",
            description = "Lists the register: who did what, where and when, and the head of its chain.",
            footer = {"", "Example: tongbao release register"})
    static final class Entries implements Callable<Integer> {
        @ParentCommand
        ReleaseCommand release;

        @Override
        public Integer call() {
            var printer = release.program.printer();
            var register = release.release((r, rulebook) -> r.register());
            register.acts()
                    .forEach(act -> printer.say(
                            "%s  run %-4d %-11s %s%s%s%s%s"
                                    .formatted(
                                            act.at().truncatedTo(ChronoUnit.SECONDS),
                                            act.run(),
                                            act.act().word(),
                                            act.who(),
                                            act.host().isEmpty() ? "" : "@" + act.host(),
                                            act.said().isEmpty() ? "" : " (" + act.said() + ")",
                                            act.alone()
                                                    ? " [one person: " + Settings.Key.RELEASE_ONE_PERSON.word() + "]"
                                                    : "",
                                            act.note().isEmpty() || act.act() == Register.Act.CHECKED
                                                    ? ""
                                                    : "  "
                                                            + act.note()
                                                                    .lines()
                                                                    .findFirst()
                                                                    .orElse("")),
                            "run",
                            act.run(),
                            "act",
                            act.act().word(),
                            "user",
                            act.who(),
                            "host",
                            act.host(),
                            "said",
                            act.said(),
                            "alone",
                            act.alone(),
                            "at",
                            act.at().toString(),
                            "note",
                            act.note()));
            release.chain(register.chain());
            return register.chain().isWhole() ? 0 : 1;
        }
    }

    private void chain(Chain.Verified chain) {
        program.printer()
                .say(
                        (chain.isWhole()
                                        ? "the register is whole"
                                        : "the register has been changed: entry " + chain.broken()
                                                + " is not as it was entered")
                                + "; " + chain.entries() + " entries, head " + chain.head(),
                        "entries",
                        chain.entries(),
                        "head",
                        chain.head(),
                        "broken",
                        chain.broken());
    }

    @Command(
            name = "deliver",
            description = {
                "Brings what was issued last to where the job's deliver: says.",
                "issue does it by itself; this goes on where it was interrupted. Nobody gets anything twice."
            },
            footer = {"", "Example: tongbao release deliver monthly-ranking --period 2026-06"})
    static final class Deliver implements Callable<Integer> {
        @ParentCommand
        ReleaseCommand release;

        @Mixin
        OfPeriod drafts;

        @Override
        public Integer call() {
            return release.deliver(drafts.job, drafts.period(release.program));
        }
    }

    @Command(
            name = "object",
            description = "Enters a recipient's objection against a figure of the drafts.",
            footer = {
                "",
                "Example: tongbao release object monthly-ranking --period 2026-06 --subject 临澜区 --figure hazard_on_time --text 已按期整改"
            })
    static final class Objection implements Callable<Integer> {
        @ParentCommand
        ReleaseCommand release;

        @Mixin
        OfPeriod drafts;

        @Option(names = "--subject", required = true, description = "Who objects: key or name.")
        String subject;

        @Option(names = "--figure", required = true, description = "Indicator or node, such as hazard_on_time.")
        String figure;

        @Option(names = "--text", required = true, description = "What they say.")
        String text;

        @Override
        public Integer call() {
            long number = release.release((r, rulebook) ->
                    r.addObjection(rulebook.job(drafts.job), drafts.period(release.program), subject, figure, text));
            release.program.printer().say("objection " + number, "objection", number);
            return 0;
        }
    }

    @Command(
            name = "answer",
            description = "Decides an objection; an upheld one stands against issuing until there is a new run.",
            footer = {"", "Example: tongbao release answer 1 --upheld --text 情况属实"})
    static final class Answer implements Callable<Integer> {
        @ParentCommand
        ReleaseCommand release;

        @Parameters(paramLabel = "OBJECTION", description = "Its number.")
        long objection;

        @Option(names = "--upheld", description = "They are right (default: they are not).")
        boolean upheld;

        @Option(names = "--text", required = true, description = "The answer.")
        String text;

        @Override
        public Integer call() {
            release.release((r, rulebook) -> {
                r.decideObjection(objection, upheld, text);
                return r;
            });
            release.program
                    .printer()
                    .say(
                            "objection " + objection + (upheld ? " upheld" : " rejected"),
                            "objection",
                            objection,
                            "upheld",
                            upheld);
            return 0;
        }
    }

    @Command(
            name = "remake",
            description = "Makes what was issued under a number again, and says whether it is the same to the byte.",
            footer = {"", "Example: tongbao release remake 景建安〔2026〕1号"})
    static final class Remake implements Callable<Integer> {
        @ParentCommand
        ReleaseCommand release;

        @Parameters(paramLabel = "NUMBER", description = "Such as 景建安〔2026〕18号.")
        String number;

        @Option(names = "--to", defaultValue = "out/remade", description = "Folder (${DEFAULT-VALUE}).")
        Path to;

        @Override
        public Integer call() {
            var folder = release.program.workspace().home().root().resolve(to);
            var remade = release.release((r, rulebook) -> r.remake(DocumentNumber.parse(number), folder));
            remade.forEach(file -> release.program
                    .printer()
                    .say(
                            (file.same() ? "the same  " : "DIFFERENT ")
                                    + file.issued().file()
                                    + (file.isOfOtherEdition() ? "  (made by Tongbao " + file.edition() + ")" : ""),
                            "file",
                            file.issued().file(),
                            "edition",
                            file.edition(),
                            "same",
                            file.same()));
            return remade.stream().allMatch(Release.Remade::same) ? 0 : 1;
        }
    }

    @Command(
            name = "verify",
            description = {
                "Proves that files are as they were made: compares them with the register, and the register with its chain.",
                "Says who signed a page, and whether it is as they signed it. Without a path only the register is looked at."
            },
            footer = {
                "",
                "Example: tongbao release verify out/issued/monthly-ranking/2026-06-12",
                "         tongbao release verify --head 3f2a9c0d51b7",
                "         (the head stands in each run's report: it proves that nothing before it was changed)"
            })
    static final class Verify implements Callable<Integer> {
        @ParentCommand
        ReleaseCommand release;

        @Parameters(paramLabel = "PATH", arity = "0..1", description = "A folder, or a file, wherever it lies.")
        Path path;

        @Option(
                names = "--head",
                defaultValue = "",
                paramLabel = "HASH",
                description = "Head of the chain as it was printed once, or its first eight characters or more.")
        String head;

        @Override
        public Integer call() {
            if (!head.isEmpty() && head.length() < 8) {
                throw new Refusal("verify.short", head);
            }
            boolean sound = true;
            if (path != null) {
                var found = release.release((r, rulebook) -> r.verify(path));
                found.forEach(this::tell);
                sound = found.stream().allMatch(Release.Verified::isSound);
            }
            var chain = release.release((r, rulebook) -> r.chain(head));
            release.chain(chain);
            if (!chain.known()) {
                release.program.printer().say("the register does not know the head " + head, "known", false);
            }
            return sound && chain.isWhole() && chain.known() ? 0 : 1;
        }

        private void tell(Release.Verified each) {
            var outcome = each.file().outcome().name().toLowerCase(java.util.Locale.ROOT);
            var words =
                    new StringBuilder("%-10s %s".formatted(outcome, each.file().file()));
            if (!each.file().number().isEmpty()) {
                words.append("  ").append(each.file().number());
            }
            if (!each.withdrawn().isEmpty()) {
                words.append("  withdrawn by ").append(each.withdrawn());
            }
            each.signatures()
                    .forEach(signature -> words.append(signature.valid() ? "  signed by " : "  NOT AS SIGNED by ")
                            .append(signature.who()));
            release.program
                    .printer()
                    .say(
                            words.toString(),
                            "file",
                            each.file().file(),
                            "outcome",
                            outcome,
                            "number",
                            each.file().number(),
                            "withdrawn",
                            each.withdrawn(),
                            "signatures",
                            each.signatures().stream()
                                    .map(signature -> Printer.map("who", signature.who(), "valid", signature.valid()))
                                    .toList());
        }
    }
}
