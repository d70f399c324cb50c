package org.tongbao.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.tongbao.home.Home;
import org.tongbao.release.Checklist;
import org.tongbao.rulebook.JobPeriod;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/** A small city's home whose jobs make a few documents, to be read as their readers read them. */
final class PrintedHome implements AutoCloseable {

    private final Home home;
    private final Rulebook rulebook;
    private final Warehouse warehouse;

    /** Opens a home. */
    PrintedHome(Path folder) {
        home = Home.at(folder);
        rulebook = Rulebook.readForLooking(home);
        warehouse = Warehouse.inMemory(folder);
    }

    /** Leaves only those files among what arrives whose paths begin so, and the rows of a file that are wanted. */
    static void keep(Path folder, List<String> kept) {
        var data = folder.resolve("sample-data");
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = data.relativize(file).toString().replace('\\', '/');
                if (kept.stream().noneMatch(name::startsWith)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves out lines of a file that arrives. */
    static void drop(Path folder, String file, Charset charset, Predicate<String> unwanted) {
        var path = folder.resolve("sample-data").resolve(file);
        try {
            Files.writeString(
                    path,
                    Files.readString(path, charset)
                            .lines()
                            .filter(unwanted.negate())
                            .collect(Collectors.joining("\n", "", "\n")),
                    charset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a job on a day, as of a day where one is said. */
    Run run(String job, String period, String day, @Nullable String asOf, Steps until) {
        var clock = Clock.fixed(Instant.parse(day + "T01:00:00Z"), ZoneId.of("Asia/Shanghai"));
        try (var runner = new Runner(home, rulebook, warehouse, clock)) {
            return runner.run(
                    new JobPeriod(job, Period.parse(period), ""),
                    asOf == null ? null : LocalDate.parse(asOf),
                    until,
                    Progress.NONE);
        }
    }

    /** The text of a query of a bulletin, to be asked on its own. */
    static String template(String path) {
        try {
            return Files.readString(Path.of("report-templates").resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a run's session answers, the column {@code t} of each row. */
    String asked(Run run, String sql) {
        try (var session = warehouse.session()) {
            rulebook.pin(session, run);
            return text(session, sql);
        }
    }

    /** What the checklist says of a run's data. */
    String checklist(Run run) {
        try (var session = warehouse.session()) {
            rulebook.pin(session, run);
            return new Checklist(session, run, rulebook).data().words();
        }
    }

    private static String text(Session session, String sql) {
        return session.query(sql).stream()
                .map(row -> String.valueOf(row.get("t")))
                .collect(Collectors.joining("; "));
    }

    /** The text of all copies of a run's bulletin, without blanks; empty if none was made. */
    String read(Run run, String bulletin) {
        var made = new StringBuilder();
        try (var files = Files.walk(home.archive())) {
            for (var file : files.filter(each -> each.toString().endsWith(".pdf"))
                    .filter(each -> each.toString().contains(run.job())
                            && String.valueOf(each.getFileName()).startsWith(bulletin + "-" + run.period()))
                    .sorted()
                    .toList()) {
                try (var document = Loader.loadPDF(file.toFile())) {
                    document.getPages().forEach(page -> page.setRotation(0));
                    made.append(new PDFTextStripper().getText(document).replaceAll("\\s", ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return made.toString();
    }

    @Override
    public void close() {
        warehouse.close();
    }
}
