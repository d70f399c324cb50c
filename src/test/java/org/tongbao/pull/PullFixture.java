package org.tongbao.pull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.jspecify.annotations.Nullable;
import org.tongbao.home.Home;
import org.tongbao.pull.remote.Fetcher;
import org.tongbao.pull.remote.Retry;
import org.tongbao.run.Progress;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/** A fixture to which files come: a home folder with two datasets, of every type, and a source for every format. */
public final class PullFixture implements AutoCloseable {

    static final LocalDateTime NOW = LocalDateTime.of(2026, 7, 3, 6, 0);

    private static final String PLACE = """
            dataset: place
            title: 工地名册
            key: [place_id]
            columns:
              place_id:   { type: text, title: 工地编码, required: true }
              place_name: { type: text, title: 工地名称 }
            """;
    private static final String THING = """
            dataset: thing
            title: 物件
            load: slice
            key: [id]
            columns:
              id:    { type: text, title: 编号, required: true, pattern: "[A-Z][0-9]+" }
              place: { type: text, title: 工地, references: place }
              named: { type: text, title: 工地名称, references: place by place_name }
              day:   { type: date, title: 日期, range: 2000-01-01.. }
              until: { type: date, title: 截止 }
              seen:  { type: timestamp, title: 时间 }
              month: { type: month, title: 月份 }
              n:     { type: integer, title: 数量, range: 0..100000 }
              x:     { type: number, title: 数值 }
              share: { type: number, title: 占比, unit: "%" }
              d:     { type: decimal, title: 金额 }
              flag:  { type: boolean, title: 是否 }
              kind:  { type: text, title: 类别, allowed: [甲, 乙] }
              note:  { type: text, title: 备注 }
              code:  { type: uscc, title: 信用代码 }
            checks:
              - { name: until-after-day, when: "until < day", because: 截止早于日期 }
            """;
    private static final String HEADINGS = """
            headings:
              id: [编号, 物件编号]
              place: 工地
              named: 工地名称
              day: 日期
              until: 截止
              seen: 时间
              month: 月份
              n: 数量（个）
              x: 数值
              share: 占比
              d: 金额
              flag: 是否
              kind: 类别
              note: 备注
              code: 信用代码
            """;

    private static final List<String> USUAL = List.of(
            "source: places\ndataset: place\nfiles: places.csv\nformat: csv\n",
            "source: csv\ndataset: thing\nfiles: in/*.csv\nformat: csv\n" + HEADINGS,
            "source: json\ndataset: thing\nfiles: in/*.json\nformat: json\n" + HEADINGS,
            "source: parquet\ndataset: thing\nfiles: in/*.parquet\nformat: parquet\n" + HEADINGS,
            "source: sheet\ndataset: thing\nfiles: in/*.xlsx\nformat: xlsx\n" + HEADINGS);

    final Path data;
    private final Warehouse warehouse;
    private final Catalog catalog;
    private final Pull pull;
    public final Session session;

    PullFixture(Path folder) {
        this(folder, "slice", null);
    }

    /** A fixture whose things are loaded this way. */
    PullFixture(Path folder, String load) {
        this(folder, load, null);
    }

    /** A fixture with more sources; they have the usual headings. */
    public static PullFixture with(Path folder, String load, String... sources) {
        return new PullFixture(folder, load, null, sources);
    }

    /** A fixture whose warehouse lies in a file. */
    static PullFixture onDisk(Path folder) {
        return new PullFixture(folder, "slice", folder.resolve("warehouse.duckdb"));
    }

    /** A fixture whose things have no column in which names stand for keys: their files can be read the quick way. */
    static PullFixture withoutNames(Path folder) {
        return new PullFixture(folder, "slice", null, line -> !line.contains("named:"));
    }

    private PullFixture(Path folder, String load, @Nullable Path warehouseFile, String... more) {
        this(folder, load, warehouseFile, line -> true, more);
    }

    private PullFixture(
            Path folder, String load, @Nullable Path warehouseFile, Predicate<String> declared, String... more) {
        data = folder.resolve("data");
        try {
            Files.createDirectories(data.resolve("in"));
            Files.createDirectories(folder.resolve("spec"));
            var problems = new Problems();
            var files = new SpecFiles(folder, problems);
            var datasets = new LinkedHashMap<String, Dataset>();
            for (var text : List.of(PLACE, THING.replace("load: slice", "load: " + load))) {
                var file = Files.writeString(folder.resolve("spec/dataset.yaml"), lines(text, declared));
                files.yaml(file).flatMap(Dataset::read).ifPresent(d -> datasets.put(d.name(), d));
            }
            var sources = new ArrayList<Source>();
            for (var text : Stream.concat(USUAL.stream(), Stream.of(more).map(text -> text + HEADINGS))
                    .toList()) {
                var file = Files.writeString(folder.resolve("spec/source.yaml"), lines(text, declared));
                files.yaml(file).flatMap(Source::read).ifPresent(sources::add);
            }
            problems.throwIfAny();
            warehouse = Warehouse.open(
                    new Warehouse.Settings(warehouseFile, "1GB", 2, folder.resolve("temp"), List.of(folder)));
            catalog = new Catalog(datasets, List.of());
            pull = new Pull(
                    warehouse,
                    catalog,
                    sources,
                    new Home(folder, data, Path.of("out")),
                    new Fetcher(
                            folder.resolve("drivers"),
                            Map.of("GATEWAY_KEY", "s3cret"),
                            new Retry(8, Duration.ofMillis(50), Duration.ofMillis(200))));
            session = warehouse.session();
            Files.writeString(data.resolve("places.csv"), "place_id,place_name\nP1,一号工地\nP2,二号工地\nP3,同名\nP4,同名\n");
            pull.run(List.of("place"), NOW, Progress.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lines(String text, Predicate<String> declared) {
        return text.lines().filter(declared).map(line -> line + "\n").collect(Collectors.joining());
    }

    public void put(String name, String text) {
        put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    void put(String name, String text, Charset charset) {
        put(name, text.getBytes(charset));
    }

    public void put(String name, byte[] bytes) {
        try {
            var file = data.resolve("in").resolve(name).normalize();
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a file in the place of another, at once. */
    void rename(String name, String other) {
        try {
            Files.move(
                    data.resolve("in").resolve(name),
                    data.resolve("in").resolve(other),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void putSheet(String name, Consumer<Workbook> content) {
        put(name, workbook(content));
    }

    static byte[] workbook(Consumer<Workbook> content) {
        var bytes = new ByteArrayOutputStream();
        try (var workbook = new Workbook(bytes, "test", "1.0")) {
            content.accept(workbook);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public List<Pull.Loaded> pull() {
        return pull(by -> {});
    }

    /** Pulls, and tells each advance. */
    public List<Pull.Loaded> pull(LongConsumer advance) {
        return pull.run(List.of("thing"), NOW, new Progress() {
            @Override
            public void advance(long by) {
                advance.accept(by);
            }
        });
    }

    /** What is loaded, such as {@code 2:A1 3:A2}. */
    public String loaded() {
        return joined("select source_row || ':' || id as text from loaded.thing order by load_id, source_row");
    }

    /** A column of what is loaded. */
    String values(String column) {
        return joined("select coalesce(cast(" + column
                + " as varchar), '-') as text from loaded.thing order by load_id, source_row");
    }

    /** A text from the rows that count now. */
    public String current(String select) {
        return session.one(select + " from (" + catalog.rows("thing", Long.MAX_VALUE) + ")")
                .text("text");
    }

    /** What is rejected, such as {@code 4 day 日期无效}. */
    String rejects() {
        return session
                .query("select source_row || ' ' || column_name || ' ' || reason as text from ledger.reject"
                        + " order by load_id, source_row")
                .stream()
                .map(row -> row.text("text"))
                .collect(Collectors.joining("; "));
    }

    private String joined(String sql) {
        return session.query(sql).stream()
                .map(row -> Objects.requireNonNull(row.text("text")))
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        session.close();
        warehouse.close();
    }
}
