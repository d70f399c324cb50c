package org.tongbao.sample.ledger;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.City.Project;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;
import org.tongbao.sample.file.SampleWriter.Heading;

/** What clients pay contractors for keeping the noise of their sites down: every half year of building, one instalment. */
final class SiteFees {

    private final City city;
    private final long seed;
    private final SampleWriter writer;

    SiteFees(City city, SampleWriter writer) {
        this.city = city;
        this.seed = city.seed();
        this.writer = writer;
    }

    void write() {
        int last = city.last().getYear();
        for (int year = city.firstMonth().getYear(); year <= last; year++) {
            noise(year);
        }
    }

    private void noise(int year) {
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("fee_no", new Heading("", "拨付编号"));
        headings.put("project_id", new Heading("", "项目编码"));
        headings.put("due_on", new Heading("应拨付", "应拨付日期"));
        headings.put("payable", new Heading("应拨付", "应拨付（元）"));
        headings.put("paid", new Heading("实拨付", "实拨付（元）"));
        headings.put("paid_on", new Heading("实拨付", "拨付日期"));
        var sheet = new DataSheet("环境保护/噪声防治费拨付_" + year + ".xlsx", List.copyOf(headings.keySet()));
        for (var project : city.projects()) {
            var random = SeededRandom.of(seed, "noise fee", project.id(), year);
            for (var month : city.months(year)) {
                // An instalment falls due in the second month of building and every sixth one after it.
                long age = project.started().until(month.atEndOfMonth()).toTotalMonths();
                if (age % 6 == 1 && project.activeIn(month)) {
                    instalment(project, sheet, month.atDay(random.between(1, month.lengthOfMonth())), random);
                }
            }
        }
        writer.xlsx(
                sheet,
                "噪声防治费",
                City.NAME + "建设工程施工噪声污染防治措施费拨付台账",
                headings,
                List.of("due_on", "paid_on"),
                List.of("payable", "paid"));
    }

    /** Seven in ten are paid in full and in time; of the rest some in part, some late, some not at all. */
    private void instalment(Project project, DataSheet sheet, LocalDate due, SeededRandom random) {
        long payable = Math.max(5000, Math.round(project.cost() * 10_000L * 0.0002 / 1000.0) * 1000);
        boolean whole = random.chance(0.5 + 0.4 * project.quality());
        boolean part = random.chance(0.5);
        var paidOn = due.plusDays(whole ? random.between(-10, 0) : random.between(5, 90));
        boolean paid = (whole || part || random.chance(0.4)) && !paidOn.isAfter(city.lastDay());
        sheet.add(
                Codes.serial("ZS" + due.getYear() + "-", sheet.rows().size() + 1, 4),
                project.id(),
                due,
                payable,
                paid ? whole || !part ? payable : payable / 2 : null,
                paid ? paidOn : null);
    }
}
