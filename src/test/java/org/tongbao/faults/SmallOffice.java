package org.tongbao.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tongbao.job.SmallCity;

/**
 * A home with three towns, twelve sites and one circular that ranks the towns by the scores of their sites, sent to three
 * people; with the documents that correct and withdraw it. All of it is invented. A command in it takes seconds.
 */
final class SmallOffice {

    private SmallOffice() {}

    /** Makes the home, whose mail goes to a port of this machine. */
    static Path in(Path home, int mailPort) throws IOException {
        SmallCity.copy(Path.of("report-templates/shared"), home.resolve("report-templates/shared"));
        mailTo(home, mailPort);
        write(home, "bureau.yaml", "place: 青山市\nlevel: 市\nname: 青山市住建局\ncode: 青建\nlevels: { region: 镇 }\n");
        write(home, "jobs/rulebook/calendar.yaml", Files.readString(Path.of("jobs/rulebook/calendar.yaml")));
        write(home, "jobs/rulebook/subjects.yaml", """
                subjects:
                  site: { title: 工地, table: site, id: site_id, name: site_name, within: { town: town_id } }
                  town: { title: 镇, table: town, id: town_id, name: town_name, within: { city: city_id } }
                  city: { title: 全市, table: whole_city, id: city_id, name: city_name }
                """);
        write(home, "jobs/rulebook/views/whole_city.sql", "-- 全市\nselect '全市' as city_id, '全市' as city_name\n");
        write(
                home,
                "jobs/rulebook/views/town.sql",
                "-- 镇\nselect distinct town_id, town_name, '全市' as city_id from site\n");
        write(home, "jobs/rulebook/datasets/site.yaml", """
                dataset: site
                title: 工地名册
                load: full
                key: [site_id]
                columns:
                  site_id:   { type: text, title: 编码, required: true }
                  site_name: { type: text, title: 名称, required: true }
                  town_id:   { type: text, title: 镇编码, required: true }
                  town_name: { type: text, title: 镇, required: true }
                source: { files: 工地名册.csv, format: csv }
                """);
        write(home, "jobs/rulebook/datasets/inspection.yaml", """
                dataset: inspection
                title: 检查评分
                load: full
                key: [site_id]
                columns:
                  site_id: { type: text, title: 编码, required: true }
                  score:   { type: decimal, title: 得分, required: true }
                source: { files: 检查评分.csv, format: csv }
                """);
        write(home, "jobs/rulebook/basis.csv", """
                id,regulation,clause,kind,period,subject,quote,asks,note
                R001,虚构办法,一,metric,monthly,region,通报检查得分,检查得分,
                """);
        write(home, "jobs/rulebook/rules/检查/inspection_score.sql", """
                -- 检查评分: 各工地检查得分的平均值
                -- indicator: inspection_score
                -- subject:   site
                -- unit:      分
                -- roll-up:   mean
                -- basis:     R001

                with evidence as (select site_id as subject, score, origin from inspection)

                select subject, sum(score) as numerator, count(*) as denominator from evidence group by subject
                """);
        write(home, "jobs/rulebook/schemes/town-monthly.yaml", """
                # 镇排名
                scheme: town-monthly
                title: 镇月度考评
                version: 1
                subject: town
                indicators:
                  inspection_score: { weight: 100, normalise: as is }
                """);
        write(home, "jobs/ranking/job.yaml", """
                job: ranking
                title: 镇排名
                period: month
                schedule: { on: 3rd working day, at: "06:00", zone: Asia/Shanghai, for: previous period }
                measure: [inspection_score]
                score: [town-monthly]
                rank: [town-monthly]
                render: [circular]
                deliver:
                  - { folder: "out/{period}" }
                  - { mail: recipients.csv }
                """);
        write(home, "recipients.csv", """
                收件单位,角色,姓名,邮箱
                东镇,镇长,甲,east@example.org
                西镇,镇长,乙,west@example.org
                *,科长,丙,office@example.org
                """);
        circular(home);
        correction(home);
        withdrawal(home);
        write(
                home,
                "sample-data/工地名册.csv",
                IntStream.range(0, 12)
                        .mapToObj(i -> "S%02d,虚构工地%d号,T%d,%s"
                                .formatted(
                                        i, i, i % 3, List.of("东镇", "西镇", "南镇").get(i % 3)))
                        .collect(Collectors.joining("\n", "编码,名称,镇编码,镇\n", "\n")));
        inspected(home, 0);
        return home;
    }

    /** Where the mail goes. */
    static void mailTo(Path home, int port) throws IOException {
        write(home, "tongbao.yaml", """
                shipped: none
                warehouse: { memory: 512MB, threads: 1 }
                release: { one-person: yes }
                mail: { host: 127.0.0.1, port: %d, security: none, from: office@example.org }
                deliver: { timeout: 10, patience: 0 }
                """.formatted(port));
    }

    /** What inspections have given; another number is other scores and another order of the towns. */
    static void inspected(Path home, int other) throws IOException {
        write(
                home,
                "sample-data/检查评分.csv",
                IntStream.range(0, 12)
                        .mapToObj(
                                i -> "S%02d,%d.%02d".formatted(i, 60 + (i * 7 + i % 3 * other * 5) % 40, i * 13 % 100))
                        .collect(Collectors.joining("\n", "编码,得分\n", "\n")));
    }

    private static void circular(Path home) throws IOException {
        write(home, "report-templates/circular/bulletin.yaml", """
                bulletin: circular
                title: 关于{period}|各镇检查得分排名情况的通报
                for: city
                concerns: [town]
                page: page.ftlh
                letterhead: { mark: 青山市住建局, office: 青山市住建局, code: 青建安, to: 各镇, copies: "" }
                sheets:
                  排名:
                    title: "{period}排名"
                    data: ranking
                    columns:
                      place:     { title: 名次 }
                      town_name: { title: 镇, width: 20 }
                      points:    { title: 得分, format: "0.00" }
                """);
        write(home, "report-templates/circular/data/ranking.sql", """
                -- 排名
                select s.rank as place, t.town_name, s.score as points
                from standing as s
                join town as t on t.town_id = s.subject
                where s.scheme = 'town-monthly'
                order by place, town_name
                """);
        write(home, "report-templates/circular/page.ftlh", """
                <#import "/shared/macros.ftlh" as o>
                <@o.official>
                <@o.h1 name="排名"/>
                <@o.table name="排名">
                  <thead><tr><th>名次</th><th class="text">镇</th><th class="figure">得分</th></tr></thead>
                  <tbody><#list facts.ranking as r><tr><td>${r.place}</td><td class="text">${r.town_name}</td><td class="figure">${o.fixed(r.points, 2)}</td></tr></#list></tbody>
                </@o.table>
                <@o.closing><p>请各镇抓好整改。</p></@o.closing>
                <@o.imprint/>
                </@o.official>
                """);
    }

    private static void correction(Path home) throws IOException {
        write(home, "report-templates/correction/bulletin.yaml", """
                bulletin: correction
                title: 关于更正{period}|排名通报的通报
                recipients: addressed
                concerns: [town]
                page: page.ftlh
                letterhead: { mark: 青山市住建局, office: 青山市住建局, code: 青建安, to: 各镇, copies: "" }
                """);
        write(home, "report-templates/correction/data/addressed.sql", """
                -- 全市一份
                select city_id as id, city_name as name from whole_city where exists (select 1 from correction)
                """);
        write(home, "report-templates/correction/data/changes.sql", """
                -- 更正事项
                select line, subject, title, before, after from correction order by line
                """);
        write(home, "report-templates/correction/page.ftlh", """
                <#import "/shared/macros.ftlh" as o>
                <@o.official>
                <@o.h1 name="更正事项"/>
                <#list facts.changes as c><p>${c.subject}${c.title}由${c.before}更正为${c.after}。</p></#list>
                <@o.closing><p>其余不变。</p></@o.closing>
                <@o.imprint/>
                </@o.official>
                """);
    }

    private static void withdrawal(Path home) throws IOException {
        SmallCity.copy(Path.of("report-templates/withdrawal"), home.resolve("report-templates/withdrawal"));
        var notice = home.resolve("report-templates/withdrawal/bulletin.yaml");
        Files.writeString(
                notice,
                Files.readString(notice)
                        .replaceAll("concerns:.*\n", "concerns: [town]\n")
                        .replaceAll(
                                "letterhead:[\\s\\S]*",
                                "letterhead: { mark: 青山市住建局, office: 青山市住建局, code: 青建安, to: 各镇, copies: \"\" }\n"));
    }

    private static void write(Path home, String file, String text) throws IOException {
        var path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
