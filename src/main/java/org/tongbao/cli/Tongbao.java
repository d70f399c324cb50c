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
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import org.tongbao.deliver.DeliveryFailed;
import org.tongbao.job.StepFailed;
import org.tongbao.message.Language;
import org.tongbao.message.Localized;
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

    Tongbao(PrintStream out, PrintStream err, Clock clock, Language language) {
        this.out = out;
        this.err = err;
        this.clock = clock;
        this.language = language;
    }

    /** Runs the program. */
    public static void main(String[] arguments) {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(execute(out, err, Clock.system(ZoneId.of("Asia/Shanghai")), arguments));
    }

    /** Runs a command line; returns the exit code. */
    static int execute(PrintStream out, PrintStream err, Clock clock, String... arguments) {
        return execute(out, err, clock, Language.of(System.getenv(), Locale.getDefault()), arguments);
    }

    /** The same in a language. */
    static int execute(PrintStream out, PrintStream err, Clock clock, Language language, String... arguments) {
        var program = new Tongbao(out, err, clock, language);
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
        return line.execute(arguments);
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
        return new Workspace(folder, Terminal.of(out, quiet || json), clock);
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

    private int told(Exception e, List<String> arguments) {
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
        if (e instanceof IllegalArgumentException) {
            err.println("tongbao: " + Localized.of(e, language));
            return Exit.WRONG_USAGE;
        }
        if (e instanceof UncheckedIOException || e instanceof WarehouseException || e instanceof DeliveryFailed) {
            err.println("tongbao: " + Localized.of(e, language));
            return Exit.MISTAKES;
        }
        err.println("tongbao: " + language.say("program-mistake", e));
        if (!trace) {
            err.println("  at " + e.getStackTrace()[0]);
        }
        return Exit.RUN_FAILED;
    }

    static final class VersionProvider implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"tongbao " + Version.NUMBER};
        }
    }
}
