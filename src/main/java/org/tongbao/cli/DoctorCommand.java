package org.tongbao.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.tongbao.deliver.MailServer;
import org.tongbao.home.Settings;
import org.tongbao.job.Backup;
import org.tongbao.operations.OperationsInUse;
import org.tongbao.pull.LoadReport;
import org.tongbao.rulebook.MailingLists;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.WarehouseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "doctor",
        description = {
            "Looks at everything a run needs: Java, memory, disk, file names, fonts, rules, calendar, drivers, warehouse,",
            "operational database, clock, mail, recipients, backups. One line each; the exit code is 1 when something won't work."
        },
        footer = {"", "Example: tongbao doctor"})
final class DoctorCommand implements Callable<Integer> {

    private static final double GIGA = 1e9;
    private static final int JAVA = 17;
    private static final int NOVEMBER = 11;
    private static final Duration OLD_BACKUP = Duration.ofDays(8);

    @ParentCommand
    Tongbao program;

    private final List<Finding> findings = new ArrayList<>();

    private enum State {
        OK,
        WARNING,
        BAD
    }

    private record Finding(String what, State state, String words) {}

    @Override
    public Integer call() {
        var workspace = program.workspace();
        java();
        memory(workspace);
        disk(workspace);
        look("settings", () -> good("settings", "tongbao.yaml and the environment have no mistakes"));
        look("fonts", () -> fonts(workspace));
        look("rules", () -> rules(workspace));
        look("drivers", () -> drivers(workspace));
        look("warehouse", () -> warehouse(workspace));
        look("operations", () -> operations(workspace));
        look("clock", () -> clock(workspace));
        look("mail", () -> mail(workspace));
        look("backup", () -> backup(workspace));
        findings.forEach(this::print);
        return findings.stream().anyMatch(finding -> finding.state() == State.BAD) ? 1 : 0;
    }

    private void print(Finding finding) {
        var state = finding.state().name().toLowerCase(Locale.ROOT);
        if (program.json) {
            program.printer().value(Printer.map("what", finding.what(), "state", state, "words", finding.words()));
        } else {
            program.out().printf(Locale.ROOT, "%-8s %-11s %s%n", state, finding.what(), finding.words());
        }
    }

    /** One thing that can't be looked at doesn't hide the others. */
    private void look(String what, Runnable looking) {
        try {
            looking.run();
        } catch (RuntimeException e) {
            bad(what, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private void good(String what, String words) {
        findings.add(new Finding(what, State.OK, words));
    }

    private void warn(String what, String words) {
        findings.add(new Finding(what, State.WARNING, words));
    }

    private void bad(String what, String words) {
        findings.add(new Finding(what, State.BAD, words));
    }

    private void java() {
        var words = Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (Runtime.version().feature() < JAVA) {
            bad("java", words + ": needs " + JAVA + " or newer");
        } else {
            good("java", words + ", file names in " + System.getProperty("sun.jnu.encoding", "UTF-8"));
        }
    }

    private void memory(Workspace workspace) {
        double heap = Runtime.getRuntime().maxMemory() / GIGA;
        double engine = workspace.home().settings().bytes(Settings.Key.WAREHOUSE_MEMORY) / GIGA;
        double machine =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                        ? os.getTotalMemorySize() / GIGA
                        : 0;
        var words = String.format(
                Locale.ROOT,
                "%.1f GB in the machine, %.1f GB heap and %s for the engine, %d processors",
                machine,
                heap,
                workspace.home().settings().text(Settings.Key.WAREHOUSE_MEMORY),
                Runtime.getRuntime().availableProcessors());
        if (machine > 0 && machine < heap + engine) {
            warn("memory", words + ": set warehouse.memory lower");
        } else {
            good("memory", words);
        }
    }

    private void disk(Workspace workspace) {
        for (var folder : List.of(workspace.home().var(), workspace.home().out())) {
            var name = "disk";
            try {
                Files.createDirectories(folder);
                var probe = Files.createTempFile(folder, "doctor", ".part");
                Files.delete(probe);
                double free = Files.getFileStore(folder).getUsableSpace() / GIGA;
                var words = String.format(Locale.ROOT, "%.1f GB free for %s", free, folder);
                if (free < 1) {
                    bad(name, words + ": a run may fail");
                } else if (free < 5) {
                    warn(name, words);
                } else {
                    good(name, words);
                }
            } catch (IOException e) {
                bad(name, folder + " can't be written: " + e.getMessage());
            }
        }
    }

    private void fonts(Workspace workspace) {
        var folder = "report-templates/shared/fonts";
        int fonts = workspace.home().layers().all(folder + "/*.ttf").size();
        if (fonts == 0) {
            bad("fonts", "none in " + folder);
        } else {
            good("fonts", fonts + " in " + folder);
        }
    }

    private void rules(Workspace workspace) {
        var problems = new Problems();
        var rulebook = Rulebook.read(workspace.home(), problems);
        var lists = MailingLists.names(rulebook.jobs().values());
        int mistakes = (int) problems.sorted().stream()
                .filter(problem -> !lists.contains(problem.at().file()))
                .count();
        if (mistakes > 0) {
            bad("rules", mistakes + " mistakes in files; see: tongbao check");
        } else {
            good("rules", rulebook.jobs().size() + " jobs, no mistakes");
        }
        if (!lists.isEmpty()) {
            look("recipients", () -> recipients(workspace, rulebook, lists, problems));
        }
        var today = LocalDate.now(program.clock());
        var years = rulebook.catalog().workdays().years();
        int soon = today.getMonthValue() >= NOVEMBER ? today.getYear() + 1 : today.getYear();
        if (years.contains(today.getYear()) && years.contains(soon)) {
            good("calendar", "holidays of " + today.getYear() + " are known");
        } else {
            warn(
                    "calendar",
                    "holidays of " + (years.contains(today.getYear()) ? soon : today.getYear())
                            + " are missing in jobs/rulebook/calendar.yaml");
        }
    }

    private void recipients(Workspace workspace, Rulebook rulebook, Set<String> lists, Problems problems) {
        var unseen = workspace.verifyUnits(rulebook, problems);
        var mistakes = problems.sorted().stream()
                .filter(problem -> lists.contains(problem.at().file()))
                .toList();
        mistakes.forEach(mistake -> bad("recipients", mistake.toString()));
        var names = String.join(", ", lists);
        if (!unseen.isEmpty()) {
            warn("recipients", "units in " + names + " are not checked: " + unseen);
        } else if (mistakes.isEmpty()) {
            good("recipients", names + ": every address, unit and bulletin is one");
        }
    }

    private void drivers(Workspace workspace) {
        var names = java.sql.DriverManager.drivers()
                .map(driver -> driver.getClass().getPackageName())
                .distinct()
                .sorted()
                .toList();
        var folder = workspace.home().root().resolve("drivers");
        var jars = folder.toFile().list((dir, name) -> name.endsWith(".jar"));
        good("drivers", String.join(", ", names) + (jars == null ? "" : ", " + jars.length + " jars in " + folder));
    }

    private void warehouse(Workspace workspace) {
        try (var warehouse = workspace.open();
                var session = warehouse.session()) {
            var file = workspace.home().var().resolve("warehouse.duckdb");
            good(
                    "warehouse",
                    String.format(
                            Locale.ROOT,
                            "version %d, %d loads, %.2f GB",
                            warehouse.version(),
                            LoadReport.count(session),
                            size(file) / GIGA));
        } catch (WarehouseException e) {
            if (!e.isLocked()) {
                throw e;
            }
            warn("warehouse", String.valueOf(e.getMessage()));
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    private void operations(Workspace workspace) {
        try (var operations = workspace.operations()) {
            good(
                    "operations",
                    (operations.isShared() ? "PostgreSQL" : "a file below var") + ", "
                            + operations.alive().size() + " nodes alive");
        } catch (OperationsInUse e) {
            good("operations", "in use by another process; see: tongbao runs");
        }
    }

    private void clock(Workspace workspace) {
        var now = ZonedDateTime.now(program.clock());
        var words = now.toLocalDateTime().withNano(0) + " " + now.getZone();
        var program = workspace.home().layers().file("jobs");
        try {
            var latest = Files.getLastModifiedTime(program).toInstant();
            if (latest.isAfter(now.toInstant().plus(Duration.ofDays(1)))) {
                bad(
                        "clock",
                        words + ", but files are from "
                                + LocalDateTime.ofInstant(latest, now.getZone()).withNano(0));
            } else {
                good("clock", words);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void mail(Workspace workspace) {
        var settings = workspace.home().settings();
        if (!MailServer.isNamed(settings)) {
            good("mail", "none: mail.host and mail.from are not set");
            return;
        }
        try (var server = new MailServer(workspace.home())) {
            var trouble = server.connectionProblem();
            if (trouble == null) {
                good(
                        "mail",
                        settings.text(Settings.Key.MAIL_HOST) + " lets us in"
                                + (settings.has(Settings.Key.MAIL_TEST_TO)
                                        ? "; test mode: all goes to " + settings.text(Settings.Key.MAIL_TEST_TO)
                                        : ""));
            } else {
                bad("mail", settings.text(Settings.Key.MAIL_HOST) + ": " + trouble);
            }
        } catch (IllegalArgumentException e) {
            bad("mail", String.valueOf(e.getMessage()));
        }
    }

    private void backup(Workspace workspace) {
        var all = new Backup(workspace.home(), program.clock()).all();
        if (all.isEmpty()) {
            warn("backup", "none yet; take one with: tongbao backup");
            return;
        }
        try {
            var age = Duration.between(
                    Files.getLastModifiedTime(all.get(0)).toInstant(),
                    program.clock().instant());
            if (age.compareTo(OLD_BACKUP) > 0) {
                warn("backup", "the last one is " + age.toDays() + " days old");
            } else {
                good("backup", String.valueOf(all.get(0)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
