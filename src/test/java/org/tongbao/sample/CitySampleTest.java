package org.tongbao.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongbao.home.Home;
import org.tongbao.pull.Pull;
import org.tongbao.pull.Source;
import org.tongbao.run.Progress;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.Codes;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Warehouse;

class CitySampleTest {

    private static final Path ROOT = Path.of("").toAbsolutePath();
    /** What others refer to comes first. */
    private static final List<String> DATASETS = List.of(
            "region",
            "street",
            "enterprise",
            "project",
            "device",
            "inspection",
            "inspection_item",
            "hazard",
            "stop_order",
            "accident",
            "alarm",
            "attendance",
            "self_assessment",
            "reading");

    private static final Charset GB18030 = Charset.forName("GB18030");

    @TempDir
    Path folder;

    @Test
    void theSameOptionsGiveTheSameBytesInAnyLocaleAndZone() throws Exception {
        write("a", 1, 40);
        var locale = Locale.getDefault();
        var zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            write("b", 1, 40);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
        write("c", 2, 40);
        assertThat(bytes(folder.resolve("b")))
                .isEqualTo(bytes(folder.resolve("a")))
                .isNotEqualTo(bytes(folder.resolve("c")))
                .isNotEmpty();
    }

    @Test
    void theShippedSampleIsWhatTheGeneratorWrites() throws Exception {
        CitySample.write(SampleOptions.shipped(folder.resolve("shipped")), Progress.NONE);
        var shipped = content(ROOT.resolve("sample-data"));
        shipped.keySet().removeAll(List.of("README.md", ".gitattributes"));
        assertThat(content(folder.resolve("shipped"))).isEqualTo(shipped);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5})
    void whatIsRejectedOfAnyCityIsWhatItsManifestLists(long seed) throws Exception {
        write("a", seed, 60);
        var listed = new TreeSet<String>();
        for (var line : Files.readAllLines(folder.resolve("a/dirt.csv"))) {
            var cells = line.split(",", -1);
            if (cells[cells.length - 1].equals("rejected")) {
                listed.add(cells[0] + ":" + cells[2] + " " + cells[3]);
            }
        }
        assertThat(rejected(folder.resolve("a"))).isEqualTo(listed).isNotEmpty();
    }

    @Test
    void everyFormatHoldsDirtThatTheManifestLists() throws Exception {
        var manifest = Files.readAllLines(ROOT.resolve("sample-data/dirt.csv"));
        assertThat(manifest.get(0)).isEqualTo("file,sheet,row,column,value,kind,outcome");
        for (var file : new String[] {"检查记录_", "报警_", "考勤_", ".xlsx,", ".json,", ".parquet,"}) {
            assertThat(manifest).anyMatch(line -> line.contains(file) && line.endsWith(",rejected"));
        }
        for (var month = YearMonth.of(2025, 1); month.isBefore(YearMonth.of(2026, 7)); month = month.plusMonths(1)) {
            var name = "_" + month + ".";
            assertThat(manifest).anyMatch(line -> line.contains(name) && line.endsWith(",rejected"));
        }
        assertThat(manifest).anyMatch(line -> line.endsWith(",cleaned")).anyMatch(line -> line.endsWith(",late"));
    }

    @Test
    void theManifestNamesPhysicalRows() throws Exception {
        for (var line : Files.readAllLines(ROOT.resolve("sample-data/dirt.csv"))) {
            var fields = line.split(",", -1);
            if (fields[0].contains("检查记录")) {
                var file = Files.readAllLines(ROOT.resolve("sample-data").resolve(fields[0]), GB18030);
                assertThat(file.get(Integer.parseInt(fields[2]) - 1)).contains(fields[4]);
            }
        }
    }

    @Test
    void creditCodesHaveTheCheckDigitOfTheStandard() {
        var alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        var codes = new TreeSet<String>();
        for (int i = 0; i < 5_000; i++) {
            var code = Codes.credit(i);
            int sum = 0;
            for (int p = 0, weight = 1; p < 18; p++, weight = weight * 3 % 31) {
                sum += alphabet.indexOf(code.charAt(p)) * (p == 17 ? 1 : weight);
            }
            assertThat(sum % 31).isZero();
            assertThat(code).startsWith("91990100MA").hasSize(18);
            codes.add(code);
        }
        assertThat(codes).hasSize(5_000);
    }

    @Test
    void aProjectsStateIsWhatItsDatesAmountTo() {
        var shipped = SampleOptions.shipped(folder);
        var city =
                City.invent(shipped.seed(), shipped.projects(), shipped.months(), shipped.last(), shipped.interval());
        for (var p : city.projects()) {
            assertThat(p.state().equals("竣工")).as(p.id()).isEqualTo(p.completed() != null);
            assertThat(p.state().equals("施工准备"))
                    .as(p.id())
                    .isEqualTo(p.started().isAfter(city.lastDay()));
            if (p.state().equals("停工")) {
                assertThat(p.stopped()).as(p.id()).isBeforeOrEqualTo(city.lastDay());
                assertThat(p.resumed()).as(p.id()).isNull();
            }
        }
        assertThat(city.projects().stream().map(City.Project::state)).contains("施工准备", "在施", "停工", "完工预验", "竣工");
        assertThat(city.streets().stream().map(City.Street::name)).doesNotHaveDuplicates();
        assertThat(city.firms().stream().map(City.Firm::name)).doesNotHaveDuplicates();
    }

    private void write(String name, long seed, int projects) {
        CitySample.write(
                new SampleOptions(seed, projects, 3, YearMonth.of(2026, 6), 360, folder.resolve(name)), Progress.NONE);
    }

    private Set<String> rejected(Path data) throws IOException {
        var problems = new Problems();
        var files = new SpecFiles(ROOT, problems);
        var datasets = new LinkedHashMap<String, Dataset>();
        var sources = new ArrayList<Source>();
        for (var name : DATASETS) {
            files.yaml(ROOT.resolve("jobs/rulebook/datasets/" + name + ".yaml"))
                    .flatMap(block -> {
                        Source.usual(block).ifPresent(sources::add);
                        return Dataset.read(block);
                    })
                    .ifPresent(d -> datasets.put(name, d));
        }
        for (var file : files.find("jobs/rulebook/sources/*.yaml")) {
            files.yaml(file)
                    .flatMap(Source::read)
                    .filter(source -> datasets.containsKey(source.dataset()))
                    .ifPresent(sources::add);
        }
        problems.throwIfAny();
        var rejected = new TreeSet<String>();
        var settings = new Warehouse.Settings(null, "1GB", 2, folder.resolve("temp"), List.of(data, ROOT, folder));
        try (var warehouse = Warehouse.open(settings);
                var session = warehouse.session()) {
            var home = new Home(ROOT, data, folder.resolve("out"));
            new Pull(warehouse, new Catalog(datasets, List.of()), sources, home)
                    .run(datasets.keySet(), LocalDateTime.of(2026, 7, 3, 6, 0), Progress.NONE);
            session.query("select file, source_row, column_name from ledger.reject")
                    .forEach(r ->
                            rejected.add(r.text("file") + ":" + r.whole("source_row") + " " + r.text("column_name")));
        }
        return rejected;
    }

    private static Map<String, Integer> bytes(Path root) throws IOException {
        var bytes = new TreeMap<String, Integer>();
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                bytes.put(
                        root.relativize(file).toString().replace('\\', '/'), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return bytes;
    }

    /** The same, but workbooks by entry: another zip library may pack the same content otherwise. */
    private static Map<String, Integer> content(Path root) throws IOException {
        var content = bytes(root);
        for (var name : List.copyOf(content.keySet())) {
            if (name.endsWith(".xlsx")) {
                content.remove(name);
                try (var zip = new ZipFile(root.resolve(name).toFile())) {
                    for (var entry : zip.stream().toList()) {
                        var inside = zip.getInputStream(entry).readAllBytes();
                        content.put(name + "!" + entry.getName(), Arrays.hashCode(inside));
                    }
                }
            }
        }
        return content;
    }
}
