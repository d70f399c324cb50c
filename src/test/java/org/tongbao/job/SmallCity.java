package org.tongbao.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.function.UnaryOperator;
import org.tongbao.home.Home;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.sample.CitySample;
import org.tongbao.sample.SampleOptions;

/** A home folder with the repository's rulebook and templates, and a small invented city. */
public final class SmallCity {

    private SmallCity() {}

    /** Makes the home: 60 projects, April to June 2026. {@link ComputedMonths} has it ready. */
    static void invent(Path folder) {
        copy(Path.of("jobs"), folder.resolve("jobs"));
        drawLess(folder.resolve("jobs/rulebook/schemes"));
        copy(Path.of("report-templates"), folder.resolve("report-templates"));
        CitySample.write(
                new SampleOptions(7, 60, 3, YearMonth.of(2026, 6), 720, folder.resolve("sample-data")), Progress.NONE);
    }

    /** Fewer draws for the intervals of places: what they are is tested elsewhere. */
    private static void drawLess(Path schemes) {
        try (var files = Files.list(schemes)) {
            for (var file : files.toList()) {
                var text = Files.readString(file).replaceAll("\nuncertainty:.*", "");
                Files.writeString(file, text.stripTrailing() + "\nuncertainty: { draws: 50 }\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the monthly job of a home make these bulletins only: a test should not wait for what it does not look at. */
    public static void render(Path home, String... bulletins) {
        renderIn(home, "monthly-ranking", bulletins);
    }

    /** Lets a job of a home make these bulletins only. */
    static void renderIn(Path home, String name, String... bulletins) {
        change(
                home.resolve("jobs/" + name + "/job.yaml"),
                text -> text.replaceAll(
                        "render:[\\s\\S]*?(?=\ndeliver:)", "render: [" + String.join(", ", bulletins) + "]"));
    }

    /**
     * Lets the monthly job of a home rank the regions and list hazards, and measure what that takes: for tests that ask how a
     * run goes, not what it finds.
     */
    static void computeLittle(Path home) {
        var ranked = Rulebook.readForLooking(Home.at(home)).scheme("region-monthly", Period.parse("2026-06"));
        change(home.resolve("jobs/monthly-ranking/job.yaml"), text -> text.replace(
                        "measure: month",
                        "measure: [" + String.join(", ", ranked.scheme().indicators())
                                + ", major_hazard_open, listed_hazard_overdue]")
                .replaceAll("(score|rank): .*", "$1: [region-monthly]")
                .replaceAll("decide: .*", "decide: [listed-hazard-supervision]"));
    }

    private static void change(Path file, UnaryOperator<String> change) {
        try {
            Files.writeString(file, change.apply(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a folder. */
    public static Path copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
