package org.tongbao.pull;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.tongbao.home.Home;
import org.tongbao.run.Progress;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/**
 * Not a test: readings pulled under their full contract (types, range, key, a reference to 10,000 devices) against the
 * engine's bare reader into a table of the same types; a workbook against a streaming reader alone; a folder that was
 * pulled before. Each baseline runs just before what is compared with it. Run its main method with the test class path;
 * arguments: rows (default 10,000,000) and rounds (3).
 */
final class IntakeBenchmark {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 7, 3, 6, 0);
    private static final int DEVICES = 10_000;
    private static final int SHEET_ROWS = 1_000_000;
    private static final String HEADINGS = "headings: { device_id: 设备编号, read_at: 监测时间, value: 监测值 }\n";
    private static final String BARE =
            "create or replace table bare as select * from read_csv('%s', header = false, skip = 1,"
                    + " delim = ',', columns = {'device_id': 'varchar', 'read_at': 'timestamp', 'value': 'double'})";

    private final Path folder;
    private final int rows;

    private IntakeBenchmark(Path folder, int rows) {
        this.folder = folder;
        this.rows = rows;
    }

    public static void main(String[] arguments) throws Exception {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        var folder = Files.createTempDirectory("tongbao-intake");
        try {
            var benchmark = new IntakeBenchmark(folder, rows);
            benchmark.write();
            for (int round = 1; round <= rounds; round++) {
                System.out.println("round " + round);
                benchmark.round();
            }
            long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                    .sum();
            System.out.printf("peak of heap %,d MB%n", heap >> 20);
        } finally {
            delete(folder);
        }
    }

    private void round() {
        double bare = bare("utf8.csv");
        compare("CSV, UTF-8", bare, pull("utf8", "csv", "utf8.csv"), rows);
        double other = bare("utf8.csv");
        compare("CSV, GB18030", other, pull("gb18030", "csv", "gb18030.csv"), rows);
        double reader = seconds(this::readAlone);
        compare("workbook", reader, pull("sheet", "xlsx", "sheet.xlsx"), SHEET_ROWS);
        again();
    }

    private static void compare(String what, double baseline, double pulled, int rows) {
        System.out.printf(
                "%-14s baseline %.2f s, pulled %.2f s (%,.0f rows/s), ratio %.2f%n",
                what, baseline, pulled, rows / pulled, pulled / baseline);
    }

    /** One file of readings, the same in both encodings, a workbook of a million of them, and a hundred small files. */
    private void write() throws IOException {
        var data = Files.createDirectories(folder.resolve("data"));
        try (var warehouse = Warehouse.open(settings(folder.resolve("write.duckdb")));
                var session = warehouse.session()) {
            session.execute("copy (select 'SB' || lpad(cast(n // (" + rows + " // " + DEVICES
                    + ") as varchar), 6, '0') as 设备编号,"
                    + " strftime(timestamp '2026-06-01' + to_minutes(cast(n % (" + rows + " // " + DEVICES
                    + ") as bigint)), '%Y-%m-%d %H:%M:%S') as 监测时间, cast(n * 37 % 9973 / 100 as decimal(6, 2)) as 监测值"
                    + " from range(" + rows + ") as r(n)) to '" + data.resolve("utf8.csv") + "' (header true)");
            session.execute("copy (select 'SB' || lpad(cast(n as varchar), 6, '0') as device_id from range(" + DEVICES
                    + ") as r(n)) to '" + data.resolve("devices.csv") + "' (header true)");
        }
        try (var in = Files.newBufferedReader(data.resolve("utf8.csv"));
                var out = Files.newBufferedWriter(data.resolve("gb18030.csv"), Charset.forName("GB18030"))) {
            in.transferTo(out);
        }
        try (OutputStream out = Files.newOutputStream(data.resolve("sheet.xlsx"));
                var book = new Workbook(out, "benchmark", "1.0");
                var lines = Files.lines(data.resolve("utf8.csv"))) {
            var sheet = book.newWorksheet("表");
            var each = lines.limit(SHEET_ROWS + 1L).iterator();
            for (int r = 0; each.hasNext(); r++) {
                var cells = each.next().split(",", -1);
                sheet.value(r, 0, cells[0]);
                sheet.value(r, 1, cells[1]);
                if (r == 0) {
                    sheet.value(r, 2, cells[2]);
                } else {
                    sheet.value(r, 2, Double.parseDouble(cells[2]));
                }
                if (r % 10_000 == 9_999) {
                    sheet.flush();
                }
            }
        }
        var small = Files.createDirectories(data.resolve("small"));
        for (int i = 0; i < 100; i++) {
            var text = new StringBuilder("设备编号,监测时间,监测值\n");
            for (int r = 0; r < 10_000; r++) {
                text.append("SB%06d,2026-06-%02d %02d:%02d:00,%d%n"
                        .formatted(i, r / 1440 + 1, r / 60 % 24, r % 60, r % 90));
            }
            Files.writeString(small.resolve("readings-" + i + ".csv"), text);
        }
    }

    private double bare(String name) {
        try (var warehouse = Warehouse.open(settings(emptied("bare")));
                var session = warehouse.session()) {
            return seconds(
                    () -> session.execute(BARE.formatted(folder.resolve("data").resolve(name))));
        }
    }

    private double pull(String source, String format, String file) {
        try (var warehouse = Warehouse.open(settings(emptied(source)))) {
            var pull = pull(warehouse, source, format, file);
            pull.run(List.of("device"), NOW, Progress.NONE);
            double seconds = seconds(() -> pull.run(List.of("reading"), NOW, Progress.NONE));
            try (var session = warehouse.session()) {
                check(session);
            }
            return seconds;
        }
    }

    private static void check(Session session) {
        var counts =
                session.one("select sum(rows_loaded) as loaded, sum(rows_rejected) as rejected, (select count(*) from"
                        + " loaded.reading) as there from ledger.load where dataset = 'reading'");
        if (counts.whole("rejected") != 0 || counts.whole("loaded") != counts.whole("there")) {
            throw new IllegalStateException(counts.toString());
        }
    }

    private void again() {
        try (var warehouse = Warehouse.open(settings(emptied("again")))) {
            pull(warehouse, "small", "csv", "small/*.csv").run(List.of("device", "reading"), NOW, Progress.NONE);
            var anew = pull(warehouse, "small", "csv", "small/*.csv");
            double seconds = seconds(() -> anew.run(List.of("device", "reading"), NOW, Progress.NONE));
            System.out.printf("100 files again: %.2f s%n", seconds);
        }
    }

    private void readAlone() {
        try (var book = new ReadableWorkbook(folder.resolve("data/sheet.xlsx").toFile());
                var lines = book.getFirstSheet().openStream()) {
            long characters = lines.mapToLong(row -> row.stream()
                            .mapToLong(cell -> cell.getRawValue().length())
                            .sum())
                    .sum();
            if (characters < SHEET_ROWS) {
                throw new IllegalStateException("only " + characters);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Pull pull(Warehouse warehouse, String source, String format, String pattern) {
        var problems = new Problems();
        var root = Path.of("").toAbsolutePath();
        var rulebook = new SpecFiles(root, problems);
        var datasets = new LinkedHashMap<String, Dataset>();
        var sources = new ArrayList<Source>();
        try {
            var spec = new SpecFiles(folder, problems);
            var device = Files.writeString(
                    folder.resolve("device.yaml"),
                    "dataset: device\ntitle: 设备\nkey: [device_id]\ncolumns:\n  device_id: { type: text, required: true }\n");
            spec.yaml(device).flatMap(Dataset::read).ifPresent(d -> datasets.put(d.name(), d));
            rulebook.yaml(root.resolve("jobs/rulebook/datasets/reading.yaml"))
                    .flatMap(Dataset::read)
                    .ifPresent(d -> datasets.put(d.name(), d));
            for (var text : List.of(
                    "source: devices\ndataset: device\nfiles: devices.csv\n",
                    "source: " + source + "\ndataset: reading\nformat: " + format + "\nfiles: " + pattern + "\n"
                            + HEADINGS)) {
                spec.yaml(Files.writeString(folder.resolve("source.yaml"), text))
                        .flatMap(Source::read)
                        .ifPresent(sources::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        problems.throwIfAny();
        return new Pull(
                warehouse,
                new Catalog(datasets, List.of()),
                sources,
                new Home(folder, Path.of("data"), Path.of("out")));
    }

    private Path emptied(String name) {
        var file = folder.resolve("w").resolve(name + ".duckdb");
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.resolveSibling(name + ".duckdb.wal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private Warehouse.Settings settings(Path file) {
        return new Warehouse.Settings(file, "2GB", 2, folder.resolve("t"), List.of(folder));
    }

    /** Wall clock: what runs beside it on the machine counts for both sides. */
    private static double seconds(Runnable work) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long processor = system.getProcessCpuTime();
        long begun = System.nanoTime();
        work.run();
        double wall = (System.nanoTime() - begun) / 1e9;
        System.out.printf("    %.2f s wall, %.2f s processor%n", wall, (system.getProcessCpuTime() - processor) / 1e9);
        return wall;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
