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
import java.util.Optional;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import org.tongbao.deliver.DeliveryFailed;
import org.tongbao.job.StepFailed;
import org.tongbao.job.Version;
import org.tongbao.pull.FetchException;
import org.tongbao.run.Settings;
import org.tongbao.spec.SpecException;
import org.tongbao.warehouse.WarehouseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program. Exit codes: 0 done, 1 mistakes in files or data, 2 wrong usage, 3 a run failed, 4 the warehouse is in use. */
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
            "Exit codes: 0 done, 1 mistakes in files or data, 2 wrong usage, 3 a run failed, 4 the warehouse is in use."
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

    Tongbao(PrintStream out, PrintStream err, Clock clock) {
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    /** Runs the program. */
    public static void main(String[] arguments) {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(execute(out, err, Clock.system(ZoneId.of("Asia/Shanghai")), arguments));
    }

    /** Runs a command line; returns the exit code. */
    static int execute(PrintStream out, PrintStream err, Clock clock, String... arguments) {
        var program = new Tongbao(out, err, clock);
        var line = line(program, language())
                .setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(110)
                .setUsageHelpAutoWidth(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, result) -> program.told(e, result.originalArgs()));
        if (arguments.length == 0) {
            line.usage(out);
            return 2;
        }
        return line.execute(arguments);
    }

    /** The language of the help: that of {@code TONGBAO_LANGUAGE}, or of the system. */
    private static String language() {
        return Optional.ofNullable(System.getenv(Settings.Key.LANGUAGE.variable()))
                .filter(word -> !word.isBlank())
                .orElseGet(() -> Locale.getDefault().getLanguage());
    }

    /** The commands, each of which helps, in Chinese ({@code zh}) or English. */
    static CommandLine line(Tongbao program, String language) {
        var line = new CommandLine(program);
        line.getSubcommands().values().forEach(Tongbao::letHelp);
        if (language.equals("zh")) {
            line.setResourceBundle(chinese());
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

    /** The desk at which a command works. */
    Desk desk() {
        return new Desk(folder, Terminal.of(out, quiet || json), clock);
    }

    /** Prints rows for people or for machines. */
    Printer printer() {
        return new Printer(out, json);
    }

    /** Says what went wrong. */
    void complain(String words) {
        err.println("tongbao: " + words);
    }

    private int told(Exception e, List<String> arguments) {
        if (trace) {
            e.printStackTrace(err);
        }
        if (e instanceof StepFailed) {
            err.println("tongbao: " + e.getMessage());
            return 3;
        }
        if (e instanceof SpecException spec) {
            err.println(spec.getMessage());
            err.println(spec.problems().size() + " mistake(s)");
            return 1;
        }
        if (e instanceof WarehouseException warehouse && warehouse.isLocked()) {
            err.println("tongbao: " + e.getMessage());
            err.println("when it is free, go on with: tongbao " + String.join(" ", arguments));
            return 4;
        }
        if (e instanceof IllegalArgumentException) {
            err.println("tongbao: " + e.getMessage());
            return 2;
        }
        if (e instanceof FetchException
                || e instanceof UncheckedIOException
                || e instanceof WarehouseException
                || e instanceof DeliveryFailed) {
            err.println("tongbao: " + e.getMessage());
            return 1;
        }
        err.println("tongbao: " + e + " (a mistake in the program; --trace shows where)");
        if (!trace) {
            err.println("  at " + e.getStackTrace()[0]);
        }
        return 3;
    }

    static final class VersionProvider implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"tongbao " + Version.NUMBER};
        }
    }
}
