package org.tongbao.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.tongbao.deliver.DeliveryFailed;
import org.tongbao.home.Home;
import org.tongbao.job.StepFailed;
import org.tongbao.message.FailureReason;
import org.tongbao.message.Language;
import org.tongbao.message.Localized;
import org.tongbao.operations.OperationsInUse;
import org.tongbao.run.Version;
import org.tongbao.spec.SpecException;
import org.tongbao.warehouse.WarehouseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program. */
@Command(
        name = "tongbao",
        description = "Scored, ranked and traceable bulletins from inspection and monitoring data.",
        mixinStandardHelpOptions = true,
        versionProvider = Tongbao.VersionProvider.class,
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            BackfillCommand.class,
            RunsCommand.class,
            LogCommand.class,
            ResumeCommand.class,
            StopCommand.class,
            AbandonCommand.class,
            CheckCommand.class,
            ShowCommand.class,
            ExplainCommand.class,
            BasisCommand.class,
            RulesCommand.class,
            ScoreCommand.class,
            HealthCommand.class,
            SchemeCommand.class,
            SimulateCommand.class,
            LoadsCommand.class,
            UndoCommand.class,
            PreviewCommand.class,
            ReleaseCommand.class,
            RestateCommand.class,
            SampleCommand.class,
            ScheduleCommand.class,
            ServeCommand.class,
            DeliveriesCommand.class,
            ConfigCommand.class,
            DoctorCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            CompletionCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  tongbao demo                                    the bulletins of an invented city",
            "  tongbao run monthly-ranking --period 2026-06    one month",
            "  tongbao show ranks --period 2026-06             who stands where",
            "  tongbao explain 临澜区 --period 2026-06          why, down to file and row",
            "",
            Exit.CODES
        })
public final class Tongbao {

    /** For how long a command waits for one that has the operational database open and does not answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Option(
            names = "--home",
            scope = ScopeType.INHERIT,
            paramLabel = "FOLDER",
            description = "Folder with jobs/, report-templates/, var/ and out/ (default: the current folder).")
    Path folder = Path.of("");

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print for machines.")
    boolean json;

    @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "No progress.")
    boolean quiet;

    @Option(names = "--trace", scope = ScopeType.INHERIT, hidden = true, description = "Show the stack of an error.")
    boolean trace;

    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;
    private final Language language;
    private final boolean bars;
    private List<String> words = List.of();
    private long patience = Long.MAX_VALUE;

    Tongbao(PrintStream out, PrintStream err, Clock clock, Language language) {
        this(out, err, clock, language, Terminal.isThere());
    }

    /**
     * The program.
     *
     * @param bars whether progress may be drawn over, as on a terminal
     */
    private Tongbao(PrintStream out, PrintStream err, Clock clock, Language language, boolean bars) {
        this.out = out;
        this.err = err;
        this.clock = clock;
        this.language = language;
        this.bars = bars;
    }

    /** Runs the program. */
    public static void main(String[] arguments) {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        var zone = ZoneId.of("Asia/Shanghai");
        TimeZone.setDefault(TimeZone.getTimeZone(zone)); // libraries write times, too: all lists are of one zone
        Workspace.alone();
        System.exit(execute(out, err, Clock.system(zone), arguments));
    }

    /** Runs a command line; returns the exit code. */
    static int execute(PrintStream out, PrintStream err, Clock clock, String... arguments) {
        return execute(out, err, clock, Language.of(System.getenv(), Locale.getDefault()), arguments);
    }

    /** The same in a language. */
    static int execute(PrintStream out, PrintStream err, Clock clock, Language language, String... arguments) {
        return new Tongbao(out, err, clock, language).execute(System.nanoTime() + PATIENCE.toNanos(), arguments);
    }

    /** What another command of the home asks this process to do. */
    static int execute(
            PrintStream out, PrintStream err, Clock clock, Language language, boolean bars, String... arguments) {
        return new Tongbao(out, err, clock, language, bars).execute(System.nanoTime(), arguments);
    }

    private int execute(long until, String... arguments) {
        var program = this;
        patience = until;
        words = AtWork.withoutHome(List.of(arguments));
        var line = line(program)
                .setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(110)
                .setUsageHelpAutoWidth(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, result) -> program.told(e, result.originalArgs()));
        if (arguments.length == 0) {
            line.usage(out);
            return Exit.WRONG_USAGE;
        }
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError e) {
            return told(e, List.of(arguments));
        }
    }

    /** The commands, each of which helps, in the program's language. */
    static CommandLine line(Tongbao program) {
        var line = new CommandLine(program);
        line.getSubcommands().values().forEach(Tongbao::letHelp);
        if (program.language == Language.CHINESE) {
            line.setResourceBundle(chinese());
            line.setParameterExceptionHandler((e, arguments) -> program.misused(e));
        }
        return line;
    }

    private static ResourceBundle chinese() {
        try (var words = new InputStreamReader(
                Objects.requireNonNull(Tongbao.class.getResourceAsStream("help_zh.properties")),
                StandardCharsets.UTF_8)) {
            return new PropertyResourceBundle(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void letHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        command.getSubcommands().values().forEach(Tongbao::letHelp);
    }

    PrintStream out() {
        return out;
    }

    Clock clock() {
        return clock;
    }

    /** The workspace at which a command works. */
    Workspace workspace() {
        return workspaceToRestore().whole();
    }

    /** The same, though a restore may not have ended. */
    Workspace workspaceToRestore() {
        return new Workspace(
                folder,
                Terminal.of(out, quiet || json, bars),
                clock,
                new AtWork(folder.toAbsolutePath().normalize(), words, clock));
    }

    /** Prints rows for people or for machines. */
    Printer printer() {
        return new Printer(out, json);
    }

    /** Says what went wrong. */
    void complain(Localized told) {
        err.println("tongbao: " + told.in(language));
    }

    /** Tells wrong words on the command line, in Chinese; the library does it in English. */
    private int misused(CommandLine.ParameterException e) {
        var words = e instanceof CommandLine.MissingParameterException missing
                ? language.say(
                        "usage.missing",
                        missing.getMissing().stream().map(Tongbao::name).collect(Collectors.joining("，")))
                : e instanceof CommandLine.UnmatchedArgumentException unmatched
                        ? language.say("usage.unknown", String.join("，", unmatched.getUnmatched()))
                        : e.getMessage();
        err.println(words);
        var line = e.getCommandLine();
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr())) {
            line.usage(line.getErr());
        }
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String name(CommandLine.Model.ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private int told(Throwable e, List<String> arguments) {
        if (trace) {
            e.printStackTrace(err);
        }
        if (e instanceof StepFailed) {
            err.println("tongbao: " + Localized.of(e, language));
            return Exit.RUN_FAILED;
        }
        if (e instanceof SpecException spec) {
            err.println(spec.getMessage());
            err.println(language.say("mistakes", spec.problems().size()));
            return Exit.MISTAKES;
        }
        if (e instanceof WarehouseException warehouse && warehouse.isLocked()) {
            err.println("tongbao: " + warehouse.in(language));
            err.println(language.say("go-on.free", String.join(" ", arguments)));
            return Exit.IN_USE;
        }
        if (e instanceof OperationsInUse inUse) {
            return ask(inUse, arguments);
        }
        if (FailureReason.isTrouble(e)) {
            err.println("tongbao: " + FailureReason.sentence(e, language));
            return Exit.MISTAKES;
        }
        if (e instanceof IllegalArgumentException) {
            err.println("tongbao: " + Localized.of(e, language));
            return Exit.WRONG_USAGE;
        }
        if (e instanceof WarehouseException || e instanceof DeliveryFailed) {
            err.println("tongbao: " + Localized.of(e, language));
            return Exit.MISTAKES;
        }
        if (isTold(e)) {
            err.println("tongbao: " + FailureReason.sentence(e, language));
            return Exit.RUN_FAILED;
        }
        err.println("tongbao: " + language.say("program-mistake", e));
        if (!trace && e.getStackTrace().length > 0) {
            err.println("  at " + e.getStackTrace()[0]);
        }
        return Exit.RUN_FAILED;
    }

    /**
     * Whether a failure is another's than the program's, and says so: what a library, a database or a file of the home had to
     * say, put into words by us.
     */
    private static boolean isTold(Throwable e) {
        return e instanceof Localized
                || e instanceof DataAccessException
                || (e.getClass() == IllegalStateException.class
                        && (isTold(e.getMessage()) || (e.getCause() != null && e.getMessage() != null)));
    }

    /** Begins with a file and a line. */
    private static boolean isTold(@Nullable String message) {
        return message != null && message.matches("(?s)\\S+:\\d+ .*");
    }

    /** The process that has the operational database open does it, if it does; or this one, once that has ended. */
    private int ask(OperationsInUse inUse, List<String> arguments) {
        var answer = ProcessSocket.ask(
                Home.at(folder).var(), new ProcessSocket.Request(words, language.word(), bars), PATIENCE, out, err);
        if (answer instanceof ProcessSocket.Answer.Done done) {
            return done.exit();
        }
        if (answer instanceof ProcessSocket.Answer.Refused refused
                && !refused.why().equals(AtWork.SOON)) {
            err.println("tongbao: " + refused.why());
        } else if (answer instanceof ProcessSocket.Answer.Silent) {
            err.println("tongbao: "
                    + language.say("operations.silent", Home.at(folder).root()));
        } else if (System.nanoTime() < patience && pause()) {
            return new Tongbao(out, err, clock, language, bars).execute(patience, arguments.toArray(String[]::new));
        } else {
            err.println("tongbao: " + inUse.in(language));
        }
        err.println(language.say("go-on.free", String.join(" ", arguments)));
        return Exit.IN_USE;
    }

    private static boolean pause() {
        try {
            Thread.sleep(200);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static final class VersionProvider implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"tongbao " + Version.NUMBER};
        }
    }
}
