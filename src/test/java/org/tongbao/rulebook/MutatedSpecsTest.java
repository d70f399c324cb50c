package org.tongbao.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.decide.Ladder;
import org.tongbao.deliver.Recipients;
import org.tongbao.home.Settings;
import org.tongbao.measure.Rules;
import org.tongbao.pull.Mutation;
import org.tongbao.pull.Source;
import org.tongbao.render.Bulletin;
import org.tongbao.run.Period;
import org.tongbao.run.Workdays;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.CsvReader;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Subjects;

/**
 * Whatever a file that people edit holds: it is read, or its mistakes are told with their lines; no reader fails otherwise.
 * 300 mutations of shipped files, or as many as {@code -Dtongbao.mutations} says (10,000 in the profile {@code long}).
 */
class MutatedSpecsTest {

    private static final int MUTATIONS = Integer.getInteger("tongbao.mutations", 300);
    private static final long SEED = Long.getLong("tongbao.seed", 20261130);
    private static final List<String> READ = List.of(
            "jobs/action-summary/",
            "jobs/half-year/",
            "jobs/monthly-ranking/",
            "jobs/quarterly-risk/",
            "jobs/year-end/",
            "jobs/rulebook/sources/",
            "jobs/rulebook/datasets/",
            "jobs/rulebook/schemes/",
            "jobs/rulebook/ladders/",
            "jobs/rulebook/rules/",
            "jobs/rulebook/views/",
            "jobs/rulebook/calendar.yaml",
            "jobs/rulebook/subjects.yaml",
            "jobs/rulebook/reference/",
            "report-templates/");

    /** Files that a home has and the program does not ship: settings, who the bureau is, who gets mail. */
    private static final Path KEPT = Path.of("src/test/resources/org/tongbao/rulebook/kept");

    @TempDir
    Path folder;

    private Job.Known known;

    @BeforeEach
    void name() {
        known = new Job.Known(
                List.of("hazard", "project"),
                Rules.read(new SpecFiles(folder, new Problems()), new Problems()),
                List.of(),
                List.of("region-monthly", "project-monthly"),
                List.of("differentiated-supervision"),
                List.of("monthly-ranking"));
    }

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void noMutationOfAFileThatPeopleEditEndsItsReading() throws IOException {
        List<Path> files;
        try (var jobs = Files.walk(Path.of("jobs"));
                var templates = Files.walk(Path.of("report-templates"));
                var kept = Files.list(KEPT)) {
            files = Stream.concat(
                            // often enough, few as they are
                            kept.toList().stream().flatMap(file -> Collections.nCopies(30, file).stream()),
                            Stream.concat(jobs, templates)
                                    .filter(file -> file.toString().matches(".*\\.(yaml|sql|csv)"))
                                    .filter(file -> READ.stream()
                                            .anyMatch(file.toString().replace('\\', '/')::startsWith)))
                    .sorted()
                    .toList();
        }
        int told = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            var name = files.get(random.nextInt(files.size())).toString().replace('\\', '/');
            var bytes = Mutation.of(Files.readAllBytes(Path.of(name)), name, random);
            var problems = new Problems();
            try {
                read(name, bytes, problems);
            } catch (RuntimeException e) {
                throw new AssertionError("mutation " + i + " of " + name + " with seed " + SEED, e);
            }
            assertThat(problems.sorted()).allMatch(problem -> problem.at().line() > 0);
            told += problems.count() > 0 ? 1 : 0;
        }
        assertThat(told).as("mutations that are mistakes").isGreaterThan(MUTATIONS / 10);
    }

    private void read(String name, byte[] bytes, Problems problems) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        var files = new SpecFiles(folder, problems);
        if (name.endsWith(".sql")) {
            if (name.contains("/rules/")) {
                Rules.read(files, problems);
            } else {
                files.sql(file);
            }
        } else if (name.endsWith("tongbao.yaml")) {
            Settings.read(file.resolveSibling(""), Map.of(), problems);
        } else if (name.endsWith("recipients.csv")) {
            Recipients.read(file.resolveSibling(""), "recipients.csv", problems);
        } else if (name.endsWith(".csv")) {
            files.csv(file);
        } else if (name.endsWith("bulletin.yaml")) {
            Bulletin.read(files, file.resolveSibling(""));
        } else {
            files.yaml(file).ifPresent(block -> {
                if (name.endsWith("job.yaml")) {
                    Job.read(block, known);
                } else if (name.endsWith("bureau.yaml")) {
                    Bureau.words(block, block.at().file(), map -> true)
                            .read(block, known.rules().basis(), known.datasets());
                } else if (name.contains("/sources/")) {
                    Source.read(block);
                } else if (name.contains("/datasets/")) {
                    Source.usual(block);
                    Dataset.read(block);
                } else if (name.contains("/schemes/")) {
                    Scheme.read(block);
                } else if (name.contains("/ladders/")) {
                    Ladder.read(block);
                } else if (name.endsWith("calendar.yaml")) {
                    Workdays.read(block);
                } else if (name.endsWith("subjects.yaml")) {
                    Subjects.read(block);
                }
            });
        }
        Files.delete(file);
    }

    @Test
    void noTextIsTakenForAPeriodOrEndsItsReadingOtherwiseThanByARefusal() {
        var texts = List.of("2026-06", "2026-Q2", "2026", "2026-H1", "2026-01-01..2026-06-17", "2026年6月");
        for (int i = 0; i < MUTATIONS; i++) {
            var text = new String(
                    Mutation.of(
                            texts.get(random.nextInt(texts.size())).getBytes(StandardCharsets.UTF_8),
                            "period.csv",
                            random),
                    StandardCharsets.UTF_8);
            try {
                assertThat(Period.parse(text).start()).isNotNull();
            } catch (IllegalArgumentException refusal) {
                assertThat(refusal).hasMessageContaining("'");
            }
            CsvReader.rows(text, ',').forEach(row -> assertThat(row.line()).isPositive());
        }
    }
}
