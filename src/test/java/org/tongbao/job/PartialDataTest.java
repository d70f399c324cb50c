package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/** A bureau that keeps registers, hazards and inspections, and nothing else of what the rulebook knows. */
class PartialDataTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T01:00:00Z"), ZoneId.of("Asia/Shanghai"));
    private static final Period JUNE = Period.parse("2026-06");

    private static final List<String> KEPT =
            List.of("名册/项目台账", "名册/企业名册", "名册/县区名册", "名册/街道名册", "隐患台账/隐患台账_", "监督检查/检查记录_", "监督检查/检查评分_");

    /** Datasets that come with those files; reference tables come with the rulebook. */
    private static final Set<String> HERE =
            Set.of("project", "enterprise", "region", "street", "hazard", "inspection", "inspection_item");

    @TempDir
    Path folder;

    @Test
    void whatWasNeverCollectedAccusesNobodyAndWeighsNothing() throws IOException {
        keepOnly(ComputedMonths.INVENTED.in(folder).resolve("sample-data"));
        var home = Home.at(folder);
        var rulebook = Rulebook.readForLooking(home);
        try (var warehouse = Warehouse.inMemory(folder);
                var runner = new Runner(home, rulebook, warehouse, CLOCK);
                var session = warehouse.session()) {
            var run = runner.run(rulebook.job("monthly-ranking"), JUNE, Steps.DECIDE, Progress.NONE);
            rulebook.pin(session, run);

            assertThat(count(session, "standing where scheme = 'region-monthly' and rank is not null"))
                    .isEqualTo(15);
            assertThat(count(session, "standing where scheme = 'project-monthly' and rank is not null"))
                    .isGreaterThan(20);
            var rules = rulebook.rules();
            assertThat(session.query("select distinct rule from finding"))
                    .isNotEmpty()
                    .allSatisfy(row -> {
                        var rule = rules.findings().get(row.text("rule"));
                        assertThat(absent(
                                        rulebook,
                                        session,
                                        rule == null ? "" : rule.sql().body()))
                                .as(row.text("rule"))
                                .isEmpty();
                    });
            assertThat(session.query("select distinct indicator from observation"))
                    .isNotEmpty()
                    .allSatisfy(row -> {
                        var indicator = rules.indicators().get(row.text("indicator"));
                        assertThat(absent(
                                        rulebook,
                                        session,
                                        indicator == null ? "" : indicator.sql().body()))
                                .as(row.text("indicator"))
                                .isEmpty();
                    });
            // Of what is computed, every subject's weights make up the whole.
            assertThat(session.query("""
                            select subject, sum(effective_weight) as whole from score
                            where scheme = 'region-monthly' and parent = 'score' group by subject""")).isNotEmpty().allSatisfy(row -> assertThat(row.number("whole"))
                    .isCloseTo(1, org.assertj.core.api.Assertions.within(1e-9)));
            assertThat(session.query("select kind, name, reason, because from unused"))
                    .anySatisfy(row ->
                            assertThat(row.values().values()).containsExactly("dataset", "accident", "未启用", "accident"))
                    .anySatisfy(row -> assertThat(row.values().values().stream().map(String::valueOf))
                            .startsWith("indicator", "fatalities", "未启用"))
                    .anySatisfy(row -> assertThat(row.values().values().stream().map(String::valueOf))
                            .startsWith("finding", "fatal_accident", "未启用"))
                    // Of a duty both: ladders ask for its cases, schemes for its rate.
                    .anySatisfy(row -> assertThat(row.values().values().stream().map(String::valueOf))
                            .startsWith("indicator", "self_assessment_on_time", "未启用"))
                    .anySatisfy(row -> assertThat(row.values().values().stream().map(String::valueOf))
                            .startsWith("finding", "self_assessment_missing", "未启用"))
                    .anySatisfy(row -> assertThat(row.values().values().stream().map(String::valueOf))
                            .startsWith("ladder", "differentiated-supervision", "未启用"));
            assertThat(session.query("select * from decision where ladder = 'differentiated-supervision'"))
                    .isEmpty();
            assertThat(Files.readString(home.out().resolve("reports/monthly-ranking-2026-06-run-1.txt")))
                    .contains("以下内容没有数据或者没有施行，不计算、不评分、不列为问题。")
                    .contains("生产安全事故");
        }
    }

    @Test
    void aRunThatRanksNobodyFails() throws IOException {
        keepOnly(ComputedMonths.INVENTED.in(folder).resolve("sample-data"));
        var home = Home.at(folder);
        var rulebook = Rulebook.readForLooking(home);
        Files.writeString(folder.resolve("bureau.yaml"), "in-force:\n  - 东城区限额以下工程施工安全管理工作实施方案（报审稿）起草说明\n");
        var small = Rulebook.readForLooking(home);
        assertThat(small.sha256()).isNotEqualTo(rulebook.sha256());
        try (var warehouse = Warehouse.inMemory(folder);
                var runner = new Runner(home, small, warehouse, CLOCK)) {
            assertThatThrownBy(() -> runner.run(small.job("monthly-ranking"), JUNE, Steps.DECIDE, Progress.NONE))
                    .hasMessageContaining("ranks anybody");
        }
    }

    private static long count(Session session, String from) {
        return session.one("select count(*) as n from " + from).whole("n");
    }

    private static Set<String> absent(Rulebook rulebook, Session session, String sql) {
        var catalog = rulebook.catalog();
        var needed = new java.util.TreeSet<>(catalog.graph(session).needed(catalog.reads(session, sql)));
        needed.retainAll(catalog.datasets().keySet());
        // Totals of checks count only where item rows are missing.
        needed.remove("inspection_total");
        needed.removeIf(name -> HERE.contains(name) || isReference(rulebook, name));
        return needed;
    }

    private static boolean isReference(Rulebook rulebook, String dataset) {
        return rulebook.sources().values().stream()
                .anyMatch(source -> source.dataset().equals(dataset)
                        && String.valueOf(source.below()).equalsIgnoreCase("rulebook"));
    }

    private static void keepOnly(Path data) throws IOException {
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = data.relativize(file).toString().replace('\\', '/');
                if (KEPT.stream().noneMatch(name::startsWith)) {
                    Files.delete(file);
                }
            }
        }
    }
}
