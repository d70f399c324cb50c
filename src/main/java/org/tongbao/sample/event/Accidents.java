package org.tongbao.sample.event;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.event.Events.Accident;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.ErrorInjector;
import org.tongbao.sample.file.SampleWriter;

/** A few accidents, on the worse sites. */
final class Accidents {

    private static final Map<String, String> HEADINGS = SampleWriter.headings(
            "accident_id", "事故编号",
            "project_id", "项目编码",
            "occurred_at", "发生时间",
            "reported_at", "上报时间",
            "kind", "事故类型",
            "deaths", "死亡人数",
            "injuries", "重伤人数");

    private final City city;
    private final SampleWriter writer;

    Accidents(City city, SampleWriter writer) {
        this.city = city;
        this.writer = writer;
    }

    /**
     * Writes the month's accidents, if there are any, and returns them. For each 400 projects one in five months has a
     * fatal one and one in six a lesser one; the last month and the one half a year before it have one for certain.
     */
    List<Accident> write(YearMonth month) {
        var last = city.last();
        var random = SeededRandom.of(city.seed(), "accident", month);
        double size = city.projects().size() / 400.0;
        boolean certain = month.equals(last) || month.equals(last.minusMonths(6));
        int fatal = Math.max(certain ? 1 : 0, random.poisson(0.2 * size));
        int lesser = random.poisson(0.17 * size);
        var accidents = invent(month, fatal, lesser, random);
        if (accidents.isEmpty()) {
            return accidents;
        }
        var sheet = new DataSheet("事故/事故_" + month + ".json", List.copyOf(HEADINGS.keySet()));
        for (var a : accidents) {
            var reported = a.at().plusMinutes(a.minutesToReport());
            sheet.add(
                    a.id(),
                    a.project().id(),
                    Codes.minute(a.at()),
                    Codes.minute(reported),
                    a.kind(),
                    a.deaths(),
                    a.injuries());
        }
        var next = new int[] {0};
        var errors = new ErrorInjector(sheet, random, v -> v[0] = v[0].substring(0, 6) + "X" + ++next[0]);
        if (certain) {
            errors.distort("kind", "trailing blanks", v -> v + " ");
        }
        if (month.equals(last)) {
            errors.addRejected(1, "deaths", "negative number", v -> "-1");
        } else if (certain) {
            errors.addRejected(1, "kind", "unknown value", v -> "意外");
        } else {
            errors.addRejected(0.2, "project_id", "unknown project", v -> City.NO_PROJECT);
        }
        writer.json(sheet, HEADINGS, List.of("deaths", "injuries"));
        return accidents;
    }

    private List<Accident> invent(YearMonth month, int fatal, int lesser, SeededRandom random) {
        var worse =
                city.activeIn(month).stream().filter(p -> p.quality() < 0.55).toList();
        var accidents = new ArrayList<Accident>();
        // A drawn day on which the site is shut is drawn again; a city without an open bad site has no accident.
        for (int tries = 0;
                accidents.size() < fatal + lesser && tries < 50 * (fatal + lesser) && !worse.isEmpty();
                tries++) {
            var project = random.pick(worse);
            var at = month.atDay(random.between(2, 27)).atTime(random.between(7, 19), random.between(0, 59));
            if (!project.openOn(at.toLocalDate())) {
                continue;
            }
            boolean kills = accidents.size() < fatal;
            accidents.add(new Accident(
                    Codes.serial(
                            Codes.serial("SG", month.getYear() % 100 * 100 + month.getMonthValue(), 4),
                            accidents.size() + 1,
                            2),
                    project,
                    at,
                    random.between(20, 110),
                    random.pick(List.of("高处坠落", "物体打击", "起重伤害", "坍塌", "机械伤害", "触电"), 10, 4, 2, 2, 1, 1),
                    kills ? (random.chance(0.12) ? 2 : 1) : 0,
                    kills ? random.between(0, 1) : 1));
        }
        return accidents;
    }
}
