package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tongbao.Conformance;
import org.tongbao.Snapshot;
import org.tongbao.job.PrintedCity.Printed;
import org.tongbao.render.Edition;
import org.tongbao.run.Period;
import org.tongbao.warehouse.Session;

/** What the small city's jobs print: to whom, what it says, how it is made. */
class PrintedTest {

    private static final Period JUNE = PrintedCity.JUNE;
    private static final PrintedCity CITY = PrintedCity.get();
    private static final Session SESSION = CITY.session("supervision-notice");

    @Nested
    class Pages {

        @Test
        void everyPageCanBeArchivedAndReadAloud() {
            var faults = new TreeMap<String, List<String>>();
            for (var bulletin : CITY.bulletins()) {
                CITY.drafts(bulletin).stream().filter(Printed::isPage).limit(3).forEach(printed -> {
                    var found = Conformance.faults(printed.bytes());
                    if (!found.isEmpty()) {
                        faults.put(printed.file(), found);
                    }
                });
            }
            assertThat(faults).isEmpty();
        }

        @Test
        void whatACopyIsDrawnFromReachesAnotherNodeUnchanged() {
            for (var bulletin : CITY.bulletins()) {
                var saved = CITY.savedOnceAndAgain(bulletin);
                assertThat(new HashSet<>(saved.stream().map(Arrays::hashCode).toList()))
                        .as(bulletin)
                        .hasSize(saved.isEmpty() ? 0 : 1);
            }
        }

        @Test
        void askedOnceForAllCopiesEveryQueryGivesEachWhatItWouldGiveThisOneAlone() {
            assertThat(CITY.askedAtOnce()).isEmpty();
        }

        @Test
        void everyBulletinLooksAsItDidWhenSomebodyLookedAtIt() throws IOException {
            var differences = new ArrayList<String>();
            for (var bulletin : CITY.bulletins()) {
                var first =
                        CITY.drafts(bulletin).stream().filter(Printed::isPage).findFirst();
                if (first.isPresent()) {
                    differences.addAll(
                            Snapshot.differences(bulletin, first.get().bytes()));
                }
            }
            assertThat(differences).isEmpty();
        }

        @Test
        void aPageWithHalfAChartMissingLooksDifferent() throws IOException {
            var page = Snapshot.read("monthly-ranking");
            var graphics = page.createGraphics();
            graphics.setColor(Color.WHITE);
            graphics.fillRect(330, 45, 50, 25); // on the fourth page
            graphics.dispose();
            assertThat(Snapshot.differences(Snapshot.read("monthly-ranking"), page, "monthly-ranking"))
                    .singleElement()
                    .asString()
                    .startsWith("monthly-ranking page 4: ");
        }

        @Test
        void anOrdinaryPdfWouldNotPass() throws IOException {
            var bytes = new ByteArrayOutputStream();
            try (var document = new PDDocument()) {
                document.addPage(new PDPage());
                document.save(bytes);
            }
            assertThat(Conformance.faults(bytes.toByteArray()))
                    .anyMatch(fault -> fault.startsWith("2a"))
                    .anyMatch(fault -> fault.startsWith("ua1"));
        }

        @Test
        void aSearchFindsEveryRegionAndACopiedTableHasItsRowsInOrder() {
            var regions = SESSION.query("""
                    select region_name as name, rank from region
                    left join standing on subject = region_id and scheme = 'region-monthly' order by rank, region_name""");
            var circular = CITY.drafts("monthly-ranking").get(0);
            assertThat(regions).hasSizeGreaterThan(5).allSatisfy(row -> assertThat(circular.text())
                    .contains(row.text("name")));
            var table = circular.text().substring(circular.text().indexOf("名次 县（市、区）"));
            int at = 0;
            for (var row : regions) {
                if (!row.isNull("rank")) {
                    at = table.indexOf(" " + row.text("name") + " ", at + 1);
                    assertThat(at).as(row.text("name")).isPositive();
                }
            }
        }
    }

    /** Decided in June, and not in the ledger of documents as delivered since. */
    private static final String NOT_DELIVERED =
            " and subject not in (select project_id from supervision_notice where kind = notice and delivered_on >= date '2026-06-01')";

    /** The notices that follow from decisions: who gets one, and what it says. */
    @Nested
    class Notices {

        @Test
        void whoeverEntersOrStaysOnTheLadderGetsANoticeUnderItsNumberWithTheDayOfTheReceipt() {
            var subjects = subjects(
                    "ladder = 'differentiated-supervision' and notice in ('差别化监管告知单', '差别化监管延期告知单')" + NOT_DELIVERED);
            assertThat(subjects)
                    .as("documents that the ledger has are not made again")
                    .hasSizeLessThan(
                            subjects("notice in ('差别化监管告知单', '差别化监管延期告知单')").size());
            var made = CITY.print(
                    "supervision-notice", id -> new Edition(JUNE, id, "景建差监〔2026〕7号", LocalDate.of(2026, 7, 3)));
            assertThat(made).extracting(Printed::recipient).containsExactlyInAnyOrderElementsOf(subjects);
            assertThat(made).isNotEmpty();
            for (var notice : made) {
                var because = decided(notice.recipient(), "because");
                var text = text(notice);
                assertThat(text)
                        .contains("编号：景建差监〔2026〕7号", decided(notice.recipient(), "notice"))
                        // Friday, 3 July and five working days
                        .contains("2026年7月3日当日送达的，至2026年7月10日止")
                        .doesNotContain("征求意见稿");
                for (var condition : List.of("（一）", "（二）", "（三）", "（四）", "（五）", "（六）")) {
                    assertThat(text).contains((because.contains(condition) ? "√" : "□") + condition);
                }
            }
        }

        @Test
        void aDraftNamesTheTermButNoDay() {
            var notice = CITY.drafts("supervision-notice").get(0);
            assertThat(text(notice)).contains("征求意见稿", "于收到之日起5个工作日内将一份报送至告知方。").doesNotContain("当日送达的");
            assertThat(notice.file()).matches("supervision-notice-2026-06-.+\\.pdf");
        }

        @Test
        void theReleaseNoticeSaysThatTheMeasuresAreLifted() {
            var made = CITY.drafts("release-notice");
            assertThat(made)
                    .extracting(Printed::recipient)
                    .containsExactlyInAnyOrderElementsOf(subjects("notice = '差别化监管解除告知单'" + NOT_DELIVERED));
            assertThat(made).isNotEmpty();
            assertThat(text(made.get(0))).contains("决定解除对其采取的差别化监管措施").doesNotContain("解决");
        }

        @Test
        void eachOtherNoticeGoesToThoseThatItsLadderNames() {
            var ladders = Map.of(
                    "listed-supervision-notice", "listed-hazard-supervision",
                    "licence-suspension-proposal", "licence-suspension",
                    "attendance-lookback", "attendance-lookback");
            ladders.forEach((bulletin, ladder) -> {
                var made = CITY.drafts(bulletin);
                assertThat(made)
                        .extracting(Printed::recipient)
                        .containsExactlyInAnyOrderElementsOf(
                                subjects("ladder = '" + ladder + "' and notice is not null"));
                assertThat(made).isNotEmpty();
            });
        }

        @Test
        void everySupervisedProjectGetsAReportAndTheLedgerHoldsAllOfThem() {
            var supervised = SESSION.query("select distinct project_id from supervised_span where coalesce(until >"
                    + " period_start(), true) order by project_id");
            var made = CITY.drafts("supervision-report");
            assertThat(made).hasSameSizeAs(supervised);
            assertThat(made).isNotEmpty();
            assertThat(CITY.drafts("supervision-ledger"))
                    .extracting(Printed::file)
                    .containsExactly("supervision-ledger-2026-06.xlsx");
        }
    }

    private static List<String> subjects(String where) {
        return SESSION.query("select subject from decision where " + where + " order by subject").stream()
                .map(row -> row.text("subject"))
                .toList();
    }

    private static String decided(String subject, String column) {
        return SESSION.sql("select * from decision where ladder = 'differentiated-supervision' and subject = :subject")
                .param("subject", subject)
                .one()
                .text(column);
    }

    /** The text of a PDF without its line breaks. */
    private static String text(Printed printed) {
        return printed.text().replaceAll("\\s", "");
    }
}
