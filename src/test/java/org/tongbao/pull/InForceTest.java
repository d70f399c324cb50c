package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/** What a run is told of the files that it uses, whichever run loaded them. */
class InForceTest {

    private static final String SITES = """
            dataset: site
            title: 工地名册
            key: [site_id]
            source: { files: 名册.csv }
            columns:
              site_id:   { type: text, title: 编号, required: true }
              site_name: { type: text, title: 名称 }
            """;
    private static final String HAZARDS = """
            dataset: hazard
            title: 隐患台账
            load: slice
            key: [hazard_id]
            period: found_on
            expect: { rejected: at most 40% }
            source: { files: "隐患_{month}.csv" }
            columns:
              hazard_id: { type: text, title: 编号, required: true }
              site_id:   { type: text, title: 工地, required: true, references: site by site_name }
              month:     { type: month, title: 月份 }
              found_on:  { type: date, title: 日期, required: true, year-from: month }
              grade:     { type: text, title: 等级, allowed: [一般, 重大] }
            """;

    @TempDir
    Path folder;

    private final Problems problems = new Problems();
    private final LinkedHashMap<String, Dataset> datasets = new LinkedHashMap<>();

    @Test
    void whatAnEarlierRunLoadedIsToldWithShareAndNearestName() throws IOException {
        put("名册.csv", "编号,名称\nS1,锦绣华府（二期）\nS2,云麓广场\n");
        put("隐患_2026-05.csv", "编号,工地,日期,等级\nH1,云麓广场,2026-05-03,一般\nH2,无此工地名,2026-05-03,一般\n");
        put("隐患_2026-06.csv", "编号,工地,日期,等级\nH3,锦绣华府二期,2026-06-03,一般\nH4,云麓广场,2026-06-03,重太\nH5,云麓广场,6月9日,一般\n");
        look(session -> {
            var june = inForce(session, "2026-06");
            assertThat(june.files().stream()
                            .map(row -> row.text("file") + " " + row.whole("rejected") + "/" + row.whole("read")))
                    .containsExactly("隐患_2026-06.csv 2/3");
            assertThat(june.values().stream().map(row -> row.text("value") + " -> " + row.get("nearest")))
                    .containsExactlyInAnyOrder("锦绣华府二期 -> 锦绣华府（二期）", "重太 -> 重大");
            assertThat(june.warnings()).containsExactly("隐患_2026-06.csv：读入3行，退回2行，占66.7%，超过40%");
            assertThat(inForce(session, "2026-05").values().stream().map(row -> row.text("value") + row.get("nearest")))
                    .containsExactly("无此工地名null");
            assertThat(inForce(session, "2026-04").files()).isEmpty();
            var report = new LoadReport(session, catalog());
            assertThat(report.rejects(new LoadReport.Choice("hazard", Period.parse("2026-06"), 9)).stream()
                            .map(row -> row.number("percent") + " " + row.get("nearest")))
                    .containsExactlyInAnyOrder("33.3 锦绣华府（二期）", "33.3 重大");
            assertThat(report.of(3, 9).details().getOrDefault("rejects", List.of()).stream()
                            .map(row -> String.valueOf(row.get("nearest"))))
                    .containsExactlyInAnyOrder("锦绣华府（二期）", "重大");
        });
    }

    @Test
    void aFileOfWhichNothingCouldBeLoadedIsToldToo() throws IOException {
        put("名册.csv", "编号,名称\nS1,云麓广场\n");
        put("隐患_2026-06.csv", "编号,工地,日期\nH1,东湖花园,2026-06-03\n");
        look(session -> assertThat(inForce(session, "2026-06").warnings())
                .containsExactly("隐患_2026-06.csv：读入1行，退回1行，占100.0%，超过40%"));
    }

    @Test
    void aDayWithoutAYearTakesItFromTheFilesPeriod() throws IOException {
        put("名册.csv", "编号,名称\nS1,云麓广场\n");
        put("隐患_2026-01.csv", "编号,工地,日期\nH1,云麓广场,1月9日\nH2,云麓广场,12月30日\n");
        look(session -> assertThat(session.query(catalog().rows("hazard", 9) + " order by hazard_id").stream()
                        .map(row -> String.valueOf(row.get("found_on"))))
                .containsExactly("2026-01-09", "2025-12-30"));
    }

    private LoadReport.Refused inForce(Session session, String period) {
        catalog().pin(session, new Run(9, "test", Period.parse(period), 99));
        return LoadReport.inForce(session, catalog(), 20);
    }

    private interface Look {
        void at(Session session);
    }

    private void look(Look look) throws IOException {
        var sources = new java.util.ArrayList<Source>();
        for (var text : List.of(SITES, HAZARDS)) {
            var file = Files.writeString(folder.resolve("spec.yaml"), text);
            new SpecFiles(folder, problems).yaml(file).ifPresent(block -> {
                Source.usual(block).ifPresent(sources::add);
                Dataset.read(block).ifPresent(dataset -> datasets.put(dataset.name(), dataset));
            });
        }
        problems.throwIfAny();
        try (var warehouse = Warehouse.inMemory(folder);
                var session = warehouse.session()) {
            new Pull(warehouse, catalog(), sources, new Home(folder, Path.of("data"), Path.of("out")))
                    .run(datasets.keySet(), LocalDateTime.of(2026, 7, 3, 6, 0), Progress.NONE);
            look.at(session);
        }
    }

    private Catalog catalog() {
        return new Catalog(datasets, List.of());
    }

    private void put(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data").resolve(file), text.lines().collect(Collectors.joining("\n", "", "\n")));
    }
}
