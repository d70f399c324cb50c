package org.tongbao.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Warehouse;

/** A home folder with one invented dataset, and one bulletin for each of its rows. */
public final class ManyCopies {

    /** An invented bureau, as small homes say it. */
    static final String BUREAU = "place: 青山市\nlevel: 市\nname: 青山市住建局\ncode: 青建\nlevels: { region: 区 }\n";

    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));

    private ManyCopies() {}

    /** Makes the home. */
    public static Path in(Path home, int recipients) throws IOException {
        SmallCity.copy(Path.of("report-templates/shared"), home.resolve("report-templates/shared"));
        write(home, "jobs/rulebook/calendar.yaml", Files.readString(Path.of("jobs/rulebook/calendar.yaml")));
        write(home, "jobs/rulebook/subjects.yaml", """
                subjects:
                  city: { title: 全市, table: whole_city, id: city_id, name: city_name }
                  site: { title: 工地, table: site, id: site_id, name: site_name }
                """);
        write(home, "jobs/rulebook/views/whole_city.sql", "-- 全市\nselect '虚构市' as city_id, '虚构市' as city_name\n");
        write(home, "jobs/rulebook/datasets/site.yaml", """
                dataset: site
                title: 工地名册
                load: full
                key: [site_id]
                columns:
                  site_id:   { type: text, title: 编码, required: true }
                  site_name: { type: text, title: 名称, required: true }
                  score:     { type: decimal, title: 得分, required: true }
                  seen_on:   { type: date, title: 检查日期 }
                """);
        write(home, "jobs/rulebook/sources/sites.yaml", """
                source: sites
                dataset: site
                files: 工地名册.csv
                format: csv
                headings: { site_id: 编码, site_name: 名称, score: 得分, seen_on: 检查日期 }
                """);
        write(home, "bureau.yaml", BUREAU);
        write(home, "jobs/copies/job.yaml", """
                job: copies
                title: 一地一份
                period: month
                schedule: { on: 3rd working day, at: "06:00", zone: Asia/Shanghai, for: previous period }
                render: [site-copy]
                deliver: [{ folder: "out/{period}", drafts: yes }]
                """);
        write(home, "report-templates/site-copy/bulletin.yaml", """
                bulletin: site-copy
                title: 工地得分告知单
                recipients: addressed
                page: page.ftlh
                letterhead: { mark: 虚构局, office: 虚构局, code: 虚构 }
                sheets:
                  名次:
                    title: "{period}名次"
                    data: places
                    columns:
                      place:     { title: 名次 }
                      site_name: { title: 名称, width: 24 }
                      score:     { title: 得分, format: "0.00" }
                      seen_on:   { title: 检查日期 }
                """);
        write(
                home,
                "report-templates/site-copy/data/addressed.sql",
                "-- 每个工地一份\nselect site_id as id, site_name as name from site\n");
        write(home, "report-templates/site-copy/data/own.sql", """
                -- 本工地
                select site_name, score, seen_on from site where site_id = recipient()
                """);
        write(home, "report-templates/site-copy/data/places.sql", """
                -- 名次
                select
                    rank() over (order by score desc) as place, site_name, score, seen_on,
                    site_id = recipient() as own, score / 3.0e0 as third
                from site
                order by place, site_name
                """);
        write(home, "report-templates/site-copy/page.ftlh", """
                <#import "/shared/macros.ftlh" as o>
                <#assign own = facts.own[0]>
                <@o.form name="工地得分告知单" to=[own.site_name]>
                <p>${period.title}，贵工地得${own.score}分，检查日期${own.seen_on!"无"}。</p>
                <p>全市共${facts.places?size}个工地<#list facts.places as p><#if p.own>，贵工地列第${p.place}位</#if></#list>。</p>
                </@o.form>
                """);
        write(
                home,
                "sample-data/工地名册.csv",
                IntStream.range(0, recipients)
                        .mapToObj(i -> "S%04d,虚构工地%d号,%d.%02d,%s"
                                .formatted(i, i, i * 37 % 100, i * 13 % 100, i % 7 == 0 ? "" : "2026-06-1" + i % 10))
                        .collect(Collectors.joining("\n", "编码,名称,得分,检查日期\n", "\n")));
        return home;
    }

    private static void write(Path home, String file, String text) throws IOException {
        var path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /**
     * Changes where copies go.
     *
     * @param deliver as it stands in {@code job.yaml}
     * @param mailPort of the mail server on this machine
     */
    public static void deliver(Path home, String deliver, int mailPort) throws IOException {
        var job = home.resolve("jobs/copies/job.yaml");
        Files.writeString(
                job, Files.readString(job).replaceAll("deliver:[\\s\\S]*", Matcher.quoteReplacement(deliver)));
        write(
                home,
                "tongbao.yaml",
                "mail: { host: 127.0.0.1, port: %d, security: none, from: office@jinglan.example }%n"
                        .formatted(mailPort));
    }

    /** Runs June. */
    public static void run(Path folder, Operations operations) {
        run(folder, operations, Progress.NONE);
    }

    /** The home's warehouse. */
    public static Warehouse warehouse(Path folder) {
        var home = Home.at(folder);
        return Warehouse.open(new Warehouse.Settings(
                home.var().resolve("warehouse.duckdb"),
                "1GB",
                2,
                home.var().resolve("temp"),
                List.of(home.data(), home.rulebook(), home.var())));
    }

    /** Runs June, and tells how it goes. */
    public static void run(Path folder, Operations operations, Progress progress) {
        var problems = new Problems();
        var home = Home.at(folder, Settings.read(folder, Map.of(), problems));
        problems.throwIfAny();
        var rulebook = Rulebook.readForLooking(home);
        try (var warehouse = warehouse(folder);
                var runner = new Runner(home, rulebook, warehouse, operations, CLOCK)) {
            runner.run(rulebook.job("copies"), Period.parse("2026-06"), Steps.DELIVER, progress);
        }
    }

    /** What has been delivered for June: name of the file to its SHA-256. */
    public static Map<String, String> delivered(Path home) throws Exception {
        var hashes = new TreeMap<String, String>();
        try (var files = Files.list(home.resolve("out/2026-06"))) {
            for (var file : files.toList()) {
                var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                hashes.put(String.valueOf(file.getFileName()), HexFormat.of().formatHex(digest));
            }
        }
        return hashes;
    }
}
