package org.tongbao.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import org.tongbao.home.Home;
import org.tongbao.pipeline.RankUncertainty;
import org.tongbao.pull.Pull;
import org.tongbao.rulebook.JobPeriod;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/**
 * The small city on 3 July 2026, as far as its office has come. Each state is made once for all test classes and for all
 * their processes, by the first that asks for it, out of the state before; whoever asks gets a copy of its own. It is kept
 * in {@code target/} under the hash of everything that it was made of, so that it is never that of another program.
 */
public enum ComputedMonths {

    /** The files have come, and nothing has been done with them. */
    INVENTED(null),

    /** All files are in the warehouse, and no run has begun. */
    PULLED(INVENTED),

    /** May has been ranked and decided, by run 1. */
    MAY(PULLED),

    /** June, too, by run 2. */
    JUNE(MAY),

    /** What the other jobs say on 30 June, too, and how sure all places are; nothing has been printed. */
    ALL_JOBS(JUNE);

    /** When all of it happens; with microseconds, which loads have and cells of workbooks have not. */
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-07-03T00:00:00.123456Z"), ZoneId.of("Asia/Shanghai"));

    private static final String MONTHLY = "monthly-ranking";

    /** The last period of each job. */
    static final Map<String, String> PERIODS = periods();

    /** What still runs is looked at up to here. */
    private static final LocalDate LAST_DAY = LocalDate.of(2026, 6, 30);

    /** Longer than all tests take: they go on with what they began with when somebody changes a rule meanwhile. */
    private static final Duration KEPT = Duration.ofHours(2);

    private static final Path ROOT = root();

    private final @Nullable ComputedMonths before;

    ComputedMonths(@Nullable ComputedMonths before) {
        this.before = before;
    }

    private static Map<String, String> periods() {
        var periods = new LinkedHashMap<String, String>();
        periods.put(MONTHLY, "2026-06");
        periods.put("platform-circular", "2026-06");
        periods.put("quarterly-risk", "2026-Q2");
        periods.put("year-end", "2026");
        periods.put("action-summary", "2025-11-01..2026-02-28 岁末年初专项整治（样例）");
        return periods;
    }

    /** Makes a folder a home in this state. */
    public Path in(Path folder) {
        return SmallCity.copy(made(), folder);
    }

    private Path made() {
        return once(name(), folder -> {
            if (before != null) {
                before.in(folder);
            }
            switch (this) {
                case INVENTED -> SmallCity.invent(folder);
                case PULLED -> pull(folder);
                case MAY -> compute(folder, MONTHLY, "2026-05", null);
                case JUNE -> compute(folder, MONTHLY, "2026-06", null);
                case ALL_JOBS -> computeAllJobs(folder);
            }
        });
    }

    /** The warehouse of such a home. */
    public static Warehouse open(Path folder) {
        var home = Home.at(folder);
        return Warehouse.open(new Warehouse.Settings(
                home.var().resolve("warehouse.duckdb"),
                "2GB",
                2,
                home.var().resolve("temp"),
                List.of(home.data(), home.rulebook(), home.var())));
    }

    /** The run of a job that has computed all that a run can compute without printing. */
    private static void compute(Path folder, String job, String period, @Nullable LocalDate day) {
        var home = Home.at(folder);
        try (var warehouse = open(folder);
                var runner = new Runner(home, Rulebook.readForLooking(home), warehouse, CLOCK)) {
            runner.run(new JobPeriod(job, Period.parse(period), ""), day, Steps.DECIDE, Progress.NONE);
        }
    }

    private static void pull(Path folder) {
        var home = Home.at(folder);
        var rulebook = Rulebook.readForLooking(home);
        try (var warehouse = open(folder)) {
            new Pull(warehouse, rulebook.catalog(), rulebook.sources().values(), home)
                    .run(rulebook.catalog().datasets().keySet(), LocalDateTime.now(CLOCK), Progress.NONE);
        }
    }

    private static void computeAllJobs(Path folder) {
        PERIODS.forEach((job, period) -> {
            if (!job.equals(MONTHLY)) {
                compute(folder, job, period, LAST_DAY);
            }
        });
        var rulebook = Rulebook.readForLooking(Home.at(folder));
        try (var warehouse = open(folder)) {
            PERIODS.forEach((job, period) -> {
                try (var session = warehouse.session()) {
                    var run = new RunLedger(session)
                            .latest(job, Period.parse(period))
                            .orElseThrow();
                    rulebook.pin(session, run);
                    for (var scheme : rulebook.job(job).rank()) { // as a run that prints has it
                        var version = rulebook.scheme(scheme, run.period());
                        RankUncertainty.write(
                                session, run, rulebook.scoring(version), version.ranking(), rulebook.subjects());
                    }
                }
            });
        }
    }

    /** A folder that is the same for all processes of this build: the first that asks for it makes it, the others wait. */
    static Path once(String name, Consumer<Path> make) {
        var made = ROOT.resolve(name);
        // Two threads of a process would get an exception instead of waiting for the lock.
        synchronized (ComputedMonths.class) {
            if (!Files.isDirectory(made)) {
                try (var channel = FileChannel.open(
                                Files.createDirectories(ROOT).resolve(name.replace('/', '-') + ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                        var lock = channel.lock()) {
                    if (lock.isValid() && !Files.isDirectory(made)) {
                        var half = made.resolveSibling(made.getFileName() + ".half");
                        // Left by a process that was ended over it.
                        FileSystemUtils.deleteRecursively(half);
                        make.accept(Files.createDirectories(half));
                        Files.move(half, made);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return made;
    }

    /** Under the hash of the program, its libraries, what the city is made of, and how. */
    private static Path root() {
        var sha256 = DigestUtils.getSha256Digest();
        try {
            var program = Path.of(Rulebook.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (var folder : List.of(program, Path.of("jobs"), Path.of("report-templates"))) {
                try (var files = Files.walk(folder)) {
                    for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                        sha256.update(file.toString().getBytes(StandardCharsets.UTF_8));
                        sha256.update(Files.readAllBytes(file));
                    }
                }
            }
            for (var maker : List.of(ComputedMonths.class, SmallCity.class, PrintedCity.class)) {
                try (var in = Objects.requireNonNull(maker.getResourceAsStream(maker.getSimpleName() + ".class"))) {
                    sha256.update(in.readAllBytes());
                }
            }
            // Libraries have their version in their names.
            sha256.update(System.getProperty("java.class.path").getBytes(StandardCharsets.UTF_8));
            var all = Files.createDirectories(Path.of("target/computed-months").toAbsolutePath());
            deleteOld(all);
            return all.resolve(HexFormat.of().formatHex(sha256.digest()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was made of programs that nobody tests any more. */
    private static void deleteOld(Path all) throws IOException {
        try (var roots = Files.list(all)) {
            for (var root : roots.toList()) {
                if (Files.getLastModifiedTime(root)
                        .toInstant()
                        .isBefore(Instant.now().minus(KEPT))) {
                    FileSystemUtils.deleteRecursively(root);
                }
            }
        }
    }
}
