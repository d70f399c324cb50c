package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.ManyCopies;

/**
 * Who looks after the machine sees no names of people: not in reports of runs, logs or on the terminal. Bulletins, and files
 * that are given back, have them. The people are invented.
 */
class MaskedNamesTest {

    @TempDir
    Path folder;

    @Test
    void namesAreMaskedExceptInBulletinsAndFilesGivenBack() throws Exception {
        var home = ManyCopies.in(folder.resolve("home"), 2);
        write(home, "jobs/rulebook/datasets/staff.yaml", """
                dataset: staff
                title: 人员名册
                load: slice
                key: [staff_id]
                source: { name: staff, files: 人员名册.csv, format: csv }
                columns:
                  staff_id: { type: text, title: 编号, required: true }
                  person:   { type: text, title: 姓名, personal: yes, pattern: "[^0-9]+" }
                  level:    { type: integer, title: 等级, range: 1..3 }
                checks:
                  - { name: who, when: "person = '慕容复'", because: 姓名存疑, severity: warn }
                """);
        write(
                home,
                "report-templates/site-copy/data/own.sql",
                "-- 本工地\nselect (select min(person) from staff where staff_id = 'A1') as site_name, score, seen_on from site"
                        + " where site_id = recipient()\n");
        write(home, "sample-data/人员名册.csv", "编号,姓名,等级\nA1,诸葛小明,1\nA2,司马7光,2\nA3,慕容复,2\nA4,上官婉,9\n");
        var said = new StringBuilder();
        said.append(in(home, "run", "copies", "--period", "2026-06"));
        write(home, "sample-data/人员名册.csv", "编号,姓名,等级\nA1,诸葛小明,2\nA2,司马7光,2\nA3,慕容复,2\nA4,上官婉,9\nA5,东方朔,1\n");
        said.append(in(home, "run", "copies", "--period", "2026-06"));
        for (var command : List.of("show rejects", "loads", "loads --rejects", "loads staff --rejects --json")) {
            said.append(in(home, command.split(" ")));
        }
        for (int load = 1; load <= 3; load++) {
            said.append(in(home, "loads", String.valueOf(load)));
            said.append(in(home, "loads", String.valueOf(load), "--json"));
        }
        for (var place : List.of("out/reports", "var/log")) {
            try (var files = Files.list(home.resolve(place))) {
                for (var file : files.toList()) {
                    said.append(Files.readString(file));
                }
            }
        }
        assertThat(said.toString())
                .contains("司*7光".replace("7光", "**"), "诸***", "慕**", "东**")
                .doesNotContain("诸葛小明", "司马7光", "慕容复", "上官婉", "东方朔");

        in(home, "loads", "--return", "3", "--to", home.resolve("returned").toString());
        assertThat(text(home.resolve("returned/人员名册.csv.xlsx"))).contains("司马7光", "上官婉");
        assertThat(page(home.resolve("out/archive/copies/2026-06/site-copy-2026-06-虚构工地0号.pdf")))
                .as("a bulletin has what its query gives")
                .contains("诸葛小明");
    }

    @Test
    void namesAreMaskedAmongTheRowsBehindAFigure() throws Exception {
        var home = ManyCopies.in(folder.resolve("home"), 2);
        write(home, "jobs/rulebook/datasets/staff.yaml", """
                dataset: staff
                title: 人员名册
                load: slice
                key: [person]
                source: { files: 人员名册.csv, format: csv }
                columns:
                  person: { type: text, title: 姓名, personal: yes }
                  site:   { type: text, title: 工地 }
                  level:  { type: integer, title: 等级 }
                """);
        write(home, "jobs/rulebook/basis.csv", """
                id,regulation,clause,kind,period,subject,quote,asks,note
                R001,虚构办法,一,metric,monthly,site,人员等级,人员等级,
                """);
        write(home, "jobs/rulebook/rules/人员/staff_level.sql", """
                -- 人员等级: 各工地人员等级的平均值
                -- indicator: staff_level
                -- subject:   site
                -- unit:      级
                -- roll-up:   mean
                -- basis:     R001

                with evidence as (select site as subject, person, level, origin from staff)

                select subject, sum(level) as numerator, count(*) as denominator from evidence group by subject
                """);
        write(home, "jobs/rulebook/schemes/sites.yaml", """
                scheme: sites
                title: 工地考评
                version: 1
                subject: site
                indicators:
                  staff_level: { weight: 100, normalise: as is }
                """);
        var job = home.resolve("jobs/copies/job.yaml");
        Files.writeString(
                job,
                Files.readString(job)
                        .replace("render:", "measure: [staff_level]\nscore: [sites]\nrank: [sites]\nrender:"));
        write(home, "sample-data/人员名册.csv", "姓名,工地,等级\n诸葛小明,S0001,2\n东方朔,S0000,1\n");
        in(home, "run", "copies", "--period", "2026-06", "--until", "decide");
        for (var form : List.of("--as=tree", "--as=table", "--json")) {
            assertThat(in(home, "explain", "S0001", "--period", "2026-06", "--job", "copies", form))
                    .as(form)
                    .doesNotContain("诸葛小明", "葛小明");
        }
        assertThat(in(home, "explain", "S0001", "--period", "2026-06", "--job", "copies"))
                .contains("诸***");
        assertThat(in(home, "explain", "S0001", "--period", "2026-06", "--job", "copies", "--json"))
                .contains("诸***");
        for (var form : List.of("--quiet", "--json")) {
            // No bulletin prints the clause, which is what its exit code says.
            assertThat(Processes.here(home, "basis", "R001", "--period", "2026-06", "--rows", "5", form)
                            .words())
                    .contains("诸***", "东**")
                    .doesNotContain("诸葛小明", "东方朔");
        }
    }

    private static String in(Path home, String... words) {
        var said = Processes.here(home, words);
        assertThat(said.exit()).as("%s: %s", List.of(words), said.words()).isZero();
        return said.words();
    }

    private static String page(Path pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf.toFile())) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static String text(Path workbook) throws IOException {
        var text = new StringBuilder();
        try (var zip = new ZipFile(workbook.toFile())) {
            for (var entry : zip.stream().toList()) {
                text.append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    private static void write(Path home, String file, String text) throws IOException {
        Files.createDirectories(home.resolve(file).getParent());
        Files.writeString(home.resolve(file), text);
    }
}
