package org.tongbao.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A home folder with two towns, two firms and four sites; a circular that concerns the towns, a ledger that concerns nobody,
 * and a notice for each site that concerns its firm.
 */
public final class TwoTowns {

    private TwoTowns() {}

    /** Makes the home. */
    public static Path in(Path home) throws IOException {
        SmallCity.copy(Path.of("report-templates/shared"), home.resolve("report-templates/shared"));
        write(home, "bureau.yaml", ManyCopies.BUREAU);
        write(home, "jobs/rulebook/calendar.yaml", Files.readString(Path.of("jobs/rulebook/calendar.yaml")));
        write(home, "jobs/rulebook/views/whole_city.sql", "-- 全市\nselect '虚构市' as city_id, '虚构市' as city_name\n");
        write(home, "jobs/rulebook/subjects.yaml", """
                subjects:
                  site: { title: 工地, table: site, id: site_id, name: site_name, within: { town: town_id, firm: firm_id } }
                  firm: { title: 企业, table: firm, id: firm_id, name: firm_name }
                  town: { title: 镇, table: town, id: town_id, name: town_name, within: { city: city_id } }
                  city: { title: 全市, table: whole_city, id: city_id, name: city_name }
                """);
        write(
                home,
                "jobs/rulebook/views/town.sql",
                "-- 镇\nselect distinct town_id, town_name, '虚构市' as city_id from site\n");
        write(home, "jobs/rulebook/views/firm.sql", "-- 企业\nselect distinct firm_id, firm_name from site\n");
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
                  firm_id:   { type: text, title: 企业编码, required: true }
                  firm_name: { type: text, title: 企业, required: true }
                """);
        write(home, "jobs/rulebook/sources/sites.yaml", """
                source: sites
                dataset: site
                files: 工地名册.csv
                format: csv
                headings: { site_id: 编码, site_name: 名称, town_id: 镇编码, town_name: 镇, firm_id: 企业编码, firm_name: 企业 }
                """);
        write(home, "sample-data/工地名册.csv", """
                编码,名称,镇编码,镇,企业编码,企业
                S1,东一工地,T1,东镇,F1,虚构一公司
                S2,东二工地,T1,东镇,F2,虚构二公司
                S3,西一工地,T2,西镇,F1,虚构一公司
                S4,同名工地,T2,西镇,F2,虚构二公司
                S5,同名工地,T2,西镇,F2,虚构二公司
                """);
        bulletin(
                home,
                "circular",
                "关于{period}|全市工地排名情况的通报",
                "for: city\nconcerns: [town]",
                "select site_name from site");
        bulletin(home, "ledger", "{period}内部台账", "for: city", "select site_name from site");
        bulletin(
                home,
                "notice",
                "整改告知单",
                "recipients: addressed\nnumbers: each\nconcerns: [firm]",
                "select site_name from site where site_id = recipient()");
        write(
                home,
                "report-templates/notice/data/addressed.sql",
                "-- 每个工地一份\nselect site_id as id, site_name as name from site\n");
        write(home, "jobs/copies/job.yaml", """
                job: copies
                title: 工地排名
                period: month
                schedule: { on: 3rd working day, at: "06:00", zone: Asia/Shanghai, for: previous period }
                render: [circular, ledger, notice]
                deliver: [{ mail: recipients.csv, drafts: yes }]
                """);
        return home;
    }

    private static void bulletin(Path home, String name, String title, String whom, String query) throws IOException {
        write(home, "report-templates/" + name + "/bulletin.yaml", """
                bulletin: %s
                title: "%s"
                %s
                letterhead: { mark: 虚构局, office: 虚构局, code: 虚构 }
                sheets:
                  名单: { title: "{period}名单", data: own, columns: { site_name: { title: 名称 } } }
                """.formatted(name, title, whom));
        write(home, "report-templates/" + name + "/data/own.sql", "-- 名单\n" + query + " order by site_name\n");
    }

    private static void write(Path home, String file, String text) throws IOException {
        var path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
