package org.tongbao.sample.event;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.event.Events.MajorHazard;
import org.tongbao.sample.event.Events.StopOrder;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;
import org.tongbao.sample.file.SampleWriter.Heading;

/** What follows major hazards and orders to stop: hazards listed by city and county, and reviews of what was put right. */
public final class Listings {

    private static final Map<String, String> REVIEW = SampleWriter.headings(
            "review_no", "复查编号", "order_id", "停工令文书编号", "reviewed_on", "复查日期", "passed", "整改合格", "opinion", "复查意见");

    private static final Map<String, String> JUDGEMENT =
            SampleWriter.headings("hazard_id", "隐患编号", "edition", "判定标准版本", "article", "条", "item_no", "项");

    private final City city;
    private final long seed;
    private final SampleWriter writer;

    public Listings(City city, SampleWriter writer) {
        this.city = city;
        this.seed = city.seed();
        this.writer = writer;
    }

    /** Writes the ledgers of listed hazards, of judgements and of reviews. */
    public void write(List<MajorHazard> majors, List<StopOrder> orders) {
        listings(majors);
        judgements(majors);
        reviews(orders);
    }

    /** One in twelve is forgotten or listed too late; one in five is the city's. */
    private void listings(List<MajorHazard> majors) {
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("listing_no", new Heading("", "督办编号"));
        headings.put("hazard_id", new Heading("", "隐患编号"));
        headings.put("level", new Heading("挂牌", "督办层级"));
        headings.put("listed_on", new Heading("挂牌", "挂牌日期"));
        var sheet = new DataSheet("挂牌督办/重大隐患挂牌督办台账.xlsx", List.copyOf(headings.keySet()));
        for (var major : majors) {
            var random = SeededRandom.of(seed, "listing", major.id());
            if (random.chance(0.05)) {
                continue;
            }
            var listed = major.found().plusDays(random.chance(0.96) ? random.between(0, 2) : random.between(7, 15));
            if (!listed.isAfter(city.lastDay())) {
                sheet.add(
                        "GP" + Codes.serial(listed.getYear() + "-", sheet.rows().size() + 1, 4),
                        major.id(),
                        random.chance(0.2) ? "市级" : "县级",
                        listed);
            }
        }
        writer.xlsx(sheet, "挂牌督办", City.NAME + "建设工程重大隐患挂牌督办台账", headings, List.of("listed_on"), List.of());
    }

    /**
     * The clause of the standard that makes a hazard a major one. One in fifteen still quotes the edition of 2022, which
     * has fewer items; one in thirty quotes none.
     */
    private void judgements(List<MajorHazard> majors) {
        var sheet = new DataSheet("挂牌督办/重大隐患判定.csv", List.copyOf(JUDGEMENT.keySet()));
        for (var major : majors) {
            var random = SeededRandom.of(seed, "judgement", major.id());
            if (random.chance(0.97)) {
                boolean outdated = random.chance(0.07);
                var clause = outdated ? major.formerClause() : major.clause();
                int slash = clause.indexOf('/');
                sheet.add(
                        major.id(),
                        outdated ? "2022版" : "2024版",
                        clause.substring(0, slash),
                        clause.substring(slash + 1));
            }
        }
        writer.csv(sheet, JUDGEMENT, UTF8);
    }

    /** An order is reviewed when it is due; what was not put right then is reviewed again when work may go on. */
    private void reviews(List<StopOrder> orders) {
        var sheet = new DataSheet("挂牌督办/停工整改复查.csv", List.copyOf(REVIEW.keySet()));
        for (var order : orders) {
            var lifted = order.lifted();
            if (lifted != null && !lifted.isAfter(order.due())) {
                review(order, lifted, true, sheet);
                continue;
            }
            review(order, order.due(), false, sheet);
            if (lifted != null) {
                review(order, lifted, true, sheet);
            }
        }
        writer.csv(sheet, REVIEW, UTF8);
    }

    private void review(StopOrder order, LocalDate day, boolean passed, DataSheet sheet) {
        if (day.isAfter(city.lastDay())) {
            return;
        }
        var random = SeededRandom.of(seed, "review", order.id());
        sheet.add(
                Codes.serial("FC" + day.getYear() % 100, sheet.rows().size() + 1, 4),
                order.id(),
                day,
                passed ? "是" : "否",
                passed ? "整改到位，同意复工" : random.pick(List.of("整改措施未全部落实", "整改资料不全，现场隐患仍在", "擅自缩减整改范围")));
    }
}
