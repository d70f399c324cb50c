package org.tongbao.render;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.tongbao.home.Home;
import org.tongbao.measure.Rules;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;

/**
 * A year of results of an invented city, written straight into the tables where the stages meet, so that bulletins can
 * be rendered without the stages before them. Every name and number is made up; the numbers are hashes.
 */
public final class InventedCity implements AutoCloseable {

    public static final Path HOME = Path.of("").toAbsolutePath();
    public static final Period JUNE = Period.parse("2026-06");

    private static final List<String> REGIONS = List.of(
            "东湖区", "西陵区", "南浦区", "北川区", "青山区", "云溪县", "安宁县", "临河县", "白沙县", "永丰县", "金桥市", "石岭市", "高新技术产业园", "临港产业园",
            "生态新城");

    private static final List<String> BRANCHES = List.of("履职检查", "隐患治理", "在线监测", "人员到岗", "项目实体");

    private static final List<String> RATES = List.of(
            "self_assessment_on_time",
            "inspection_coverage",
            "hazard_closure",
            "hazard_on_time",
            "stop_order_compliance",
            "attendance_manager",
            "attendance_supervisor",
            "attendance_safety_officer",
            "device_online",
            "alarm_response",
            "jgj59_score");

    private final Warehouse warehouse = Warehouse.inMemory();
    final Session session = warehouse.session();

    InventedCity() {
        var problems = new Problems();
        var files = files(problems);
        var datasets = new LinkedHashMap<String, Dataset>();
        for (var file : files.find("jobs/rulebook/datasets/*.yaml")) {
            files.yaml(file).flatMap(Dataset::read).ifPresent(d -> datasets.put(d.name(), d));
        }
        var views = files.find("jobs/rulebook/views/*.sql").stream()
                .flatMap(file -> files.sql(file).stream())
                .toList();
        problems.throwIfAny();
        var catalog = new Catalog(datasets, views);
        catalog.define(session);
        ledger();
        regions();
        projects();
        hazards();
        for (int month = 1; month <= 12; month++) {
            results(month);
        }
        catalog.pin(session, new Run(12, "monthly-ranking", JUNE, 100));
        var rules = Rules.read(files, problems);
        problems.throwIfAny();
        rules.define(session);
        files.yaml(HOME.resolve(Subjects.FILE))
                .flatMap(Subjects::read)
                .orElseThrow()
                .define(session);
    }

    /** The repository's files, with the words of the sample's bureau. */
    static SpecFiles files(Problems problems) {
        return new SpecFiles(HOME, problems).withWords(Rulebook.words(Home.at(HOME)));
    }

    private void ledger() {
        int load = 1;
        for (var dataset : List.of("region", "enterprise", "project", "hazard")) {
            session.sql(
                            "insert into ledger.load values (:load_id, :dataset, 'invented', 'invented', 'all', '', 0, 0, 0, timestamp '2026-07-01', null)")
                    .param("load_id", load++)
                    .param("dataset", dataset)
                    .execute();
        }
        for (int run = 1; run <= 12; run++) {
            var period = JUNE.plus(run - 12);
            session.sql(
                            "insert into ledger.run values (:run, 'monthly-ranking', :period, :period_start, :period_end, 100, :state, '', timestamp '2026-07-01', null, cast(:period_end as date) - interval '1' day, :period_end)")
                    .param("run", run)
                    .param("period", period.toString())
                    .param("period_start", period.start())
                    .param("period_end", period.end())
                    .param("state", run < 12 ? "completed" : "started")
                    .execute();
        }
    }

    private void regions() {
        for (int i = 0; i < REGIONS.size(); i++) {
            session.sql(
                            "insert into dataset.region (region_id, region_name, kind, city_id, load_id, source_row) values (:region_id, :region_name, '区', '云州市', 1, :source_row)")
                    .param("region_id", region(i))
                    .param("region_name", REGIONS.get(i))
                    .param("source_row", i)
                    .execute();
        }
    }

    private static String region(int i) {
        return "9901" + (i + 10);
    }

    private void projects() {
        session.execute("""
                insert into dataset.enterprise (enterprise_id, enterprise_name, load_id, source_row)
                select 'E' || i,
                    substring('云州江南宏远泰和安居正大中恒新越建工华筑鼎立', 1 + 2 * (i % 10), 2)
                        || substring('第一第二第三城建市政', 1 + 2 * (i // 10), 2) || '建设集团有限公司', 2, i
                from range(40) t(i)""");
        session.execute("""
                insert into dataset.project (project_id, project_name, project_type, region_id, street_id, contractor_id, state, load_id, source_row)
                select '99' || lpad(cast(i as varchar), 14, '0'),
                    substring('翠湖湾滨江里锦绣苑学府路云顶府和悦城麓山园望江台', 1 + 3 * (i % 8), 3)
                        || cast(1 + i % 9 as varchar) || '号地块'
                        || substring('住宅小区综合楼宇安置房屋地下管廊道路改造', 1 + 4 * (i % 5), 4) || '工程', '房屋建筑',
                    '9901' || cast(10 + i % 15 as varchar), 'S', 'E' || (i * 7 % 40), '在施', 3, i
                from range(400) t(i)""");
    }

    private void hazards() {
        session.execute("""
                insert into dataset.hazard (hazard_id, project_id, found_on, category, grade, description, due_on, rectified_on, load_id, source_row)
                select 'H' || lpad(cast(i as varchar), 6, '0'), '99' || lpad(cast(hash(i) % 400 as varchar), 14, '0'),
                    date '2026-06-01' + cast(hash(i + 7) % 30 as integer) - case when i % 40 = 0 then 25 else 0 end,
                    case when hash(i) % 100 < 24 then '脚手架' when hash(i) % 100 < 43 then '高处作业'
                        when hash(i) % 100 < 58 then '施工用电' when hash(i) % 100 < 69 then '安全管理'
                        when hash(i) % 100 < 79 then '起重机械' when hash(i) % 100 < 87 then '基坑工程'
                        when hash(i) % 100 < 93 then '模板支架' when hash(i) % 100 < 97 then '文明施工' else '消防' end,
                    case when i % 20 = 0 then '重大' else '一般' end, '临边防护不到位',
                    date '2026-06-10' + cast(hash(i + 7) % 30 as integer) - case when i % 40 = 0 then 25 else 0 end,
                    case when i % 40 = 0 then null else date '2026-06-25' end, 4, i
                from range(1240) t(i)""");
    }

    private void results(int month) {
        var regions = "(select region_id as s, cast(source_row as integer) as i from dataset.region)";
        for (var branch : BRANCHES) {
            session.sql("""
                    insert into stage.score (run, scheme, subject, node, parent, raw, normalised, weight, effective_weight,
                    contribution, note)
                    select :run, 'region-monthly', s, :node, 'score', null, n, 0.2, 0.2, n / 5, null
                    from (select s, 72 + (hash(s || :node) %% 2200) / 100.0 + (hash(s || :node || :run) %% 700) / 100.0 - :note as n from %s)""".formatted(regions))
                    .param("run", month)
                    .param("node", branch)
                    .param("note", month % 5)
                    .execute();
        }
        session.sql("""
                insert into stage.standing (run, scheme, scope, subject, score, grade, rank, "of", previous_rank,
                    low, high, left_out)
                select :run, 'region-monthly', 'city', subject, total,
                    case when total >= 90 then '优良' when total >= 80 then '合格' else '不合格' end,
                    rank() over (order by total desc), 14, null, greatest(rank() over (order by total desc) - 2, 1),
                    least(rank() over (order by total desc) + 3, 14), null
                from (select subject, sum(contribution) as total from stage.score
                      where run = :run and scheme = 'region-monthly' and subject <> '990124' group by subject)""").param("run", month).execute();
        session.sql("""
                update stage.standing as now set previous_rank = (select before.rank from stage.standing as before
                    where before.run = now.run - 1 and before.scheme = now.scheme and before.subject = now.subject)
                where run = :run""").param("run", month).execute();
        session.sql(
                        "insert into stage.standing (run, scheme, scope, subject, score, grade, rank, \"of\", previous_rank, low, high, left_out) values (:run, 'region-monthly', 'city', '990124', null, null, null, null, null, null, null, '在建项目不足三个')")
                .param("run", month)
                .execute();
        session.sql("update stage.standing set band = (rank + 4) // 5 where run = :run")
                .param("run", month)
                .execute();
        session.sql("insert into stage.uncertainty values (:run, 'region-monthly', 1000, 1, 0.25, 14, 1.2)")
                .param("run", month)
                .execute();
        session.sql(
                        "insert into stage.line values (:run, 'region-monthly', 'city', '990112', '居前', 'first', 3, 2, 5, 0.4, '“居前”线（前3名）在名次区间2—5之内，40%的抽样列入')")
                .param("run", month)
                .execute();
        for (var dataset : List.of("attendance", "self_assessment", "reading")) {
            session.sql("""
                    insert into stage.reporting
                    select :run, :dataset, 'region', region_id, 30, n, 0.8, n >= 24
                    from (select region_id, 20 + hash(region_id || :dataset || :run) % 11 as n from dataset.region)""").param("run", month).param("dataset", dataset).execute();
        }
        projectResults(month);
        observations(month);
    }

    private void projectResults(int month) {
        for (var indicator : RATES) {
            session.sql("""
                    insert into stage.score (run, scheme, subject, node, parent, raw, normalised, weight, effective_weight,
                    contribution, note)
                    select :run, 'project-monthly', project_id, :node, 'score', n, n, 1.0 / 11, 1.0 / 11, n / 11, null
                    from (select project_id, 55 + (hash(project_id || :node) % 4500) / 100.0 as n from dataset.project)""").param("run", month).param("node", indicator).execute();
        }
        session.sql("""
                insert into stage.standing (run, scheme, scope, subject, score, grade, rank, "of", previous_rank,
                    low, high, left_out)
                select :run, 'project-monthly', 'city', subject, total,
                    case when total >= 85 then '优良' when total >= 70 then '合格' else '不合格' end,
                    case when hash(subject) % 12 > 0 then rank() over (order by total desc) end, 400, null, null, null,
                    case when hash(subject) % 12 = 0 then '停工' end
                from (select subject, sum(contribution) + (hash(subject || :run) % 900) / 100.0 as total from stage.score
                      where run = :run and scheme = 'project-monthly' group by subject)""").param("run", month).execute();
        session.execute("update stage.standing set grade = null where left_out is not null");
    }

    private void observations(int month) {
        var subjects =
                "(select 'region' as kind, region_id as s, 1 as size from dataset.region union all select 'city', '云州市', 15)";
        for (var rate : RATES) {
            session.sql("""
                    insert into stage.observation
                    select :run, kind, s, :indicator, n, 100, n from (select kind, s, 70 + (hash(s || :indicator || :run) %% 2900) / 100.0 as n from %s)""".formatted(subjects))
                    .param("run", month)
                    .param("indicator", rate)
                    .execute();
        }
        var counts = new ArrayList<>(List.of("active_projects", "inspections", "hazards_found", "major_hazards_found"));
        counts.addAll(List.of("overdue_major_hazards", "exceedance_hours", "accidents", "fatalities"));
        var scale = List.of(26, 40, 82, 4, 2, 30, 0, 0);
        for (int i = 0; i < counts.size(); i++) {
            session.sql("""
                    insert into stage.observation
                    select :run, kind, s, :indicator, n, null, n from (select kind, s, cast(:value * size + hash(s || :indicator || :run) %% (2 + size) as bigint) as n from %s)""".formatted(subjects))
                    .param("run", month)
                    .param("indicator", counts.get(i))
                    .param("value", scale.get(i))
                    .execute();
        }
    }

    @Override
    public void close() {
        session.close();
        warehouse.close();
    }
}
