package org.tongbao;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Period;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/**
 * The monthly schemes once more, by hand: loops over the loaded rows, written from the definitions in the indicator
 * headings, JGJ 59-2011 and the scheme files, not from their SQL. Weights and goalposts are typed again on purpose.
 */
final class Recomputation {

    /** A figure: value = numerator / denominator. */
    private record Figure(double numerator, double denominator) {}

    /**
     * A subject's result.
     *
     * @param indicators name to value, null when missing
     * @param capped whether a cap bound
     */
    record Scored(
            Map<String, @Nullable Double> indicators,
            @Nullable Double score,
            boolean capped) {}

    private record Project(
            String id,
            String region,
            @Nullable LocalDate started,
            @Nullable LocalDate completed,
            @Nullable LocalDate stopped,
            @Nullable LocalDate resumed,
            String state) {}

    private final Session session;
    private final LocalDate start;
    private final LocalDate end;
    private final Map<String, Project> projects = new TreeMap<>();
    /** Indicator to project to figure. */
    private final Map<String, Map<String, Figure>> ratios = new TreeMap<>();

    private final Map<String, Map<String, Double>> counts = new TreeMap<>();
    /** Projects that had an inspection, re-checks apart. */
    private final Set<String> inspected = new TreeSet<>();
    /** Hazard to what it waits for, of those past their limit. */
    private final Map<String, String> overdue = new TreeMap<>();
    /** Rule to subject and case. */
    private final Map<String, Set<String>> cases = new TreeMap<>();

    Recomputation(Session session, Period period) {
        this.session = session;
        this.start = period.start();
        this.end = period.end();
        for (var r : rows("project")) {
            projects.put(
                    r.text("project_id"),
                    new Project(
                            r.text("project_id"),
                            r.text("region_id"),
                            r.date("started_on"),
                            r.date("completed_on"),
                            r.date("stopped_on"),
                            r.date("resumed_on"),
                            r.text("state")));
        }
        inspections();
        selfAssessments();
        hazards();
        stopOrders();
        majorHazardsStopped();
        repeatedStops();
        accidentReports();
        riskGrades();
        attendance();
        devices();
        alarms();
        accidents();
        dangerousWorks();
        complaints();
        dust();
    }

    private List<Row> rows(String dataset) {
        return session.query("select * from dataset." + dataset);
    }

    private static LocalDate day(Row row, String column) {
        var day = row.date(column);
        if (day == null) {
            throw new IllegalStateException(column);
        }
        return day;
    }

    private boolean inPeriod(@Nullable LocalDate day) {
        return day != null && !day.isBefore(start) && day.isBefore(end);
    }

    /** At least one day of the period was worked; the day of a stop still counts as worked. */
    private boolean active(Project p) {
        return begun(p)
                && !finishedBy(p, start)
                && !(stoppedAtEnd(p) && p.stopped() != null && p.stopped().isBefore(start));
    }

    private boolean begun(Project p) {
        return !p.state().equals("施工准备") && (p.started() == null || p.started().isBefore(end));
    }

    private static boolean finishedBy(Project p, LocalDate day) {
        return p.completed() == null ? p.state().equals("竣工") : p.completed().isBefore(day);
    }

    /** Stopped and not resumed since; a stop after the last resumption is a new one. */
    private boolean stoppedAtEnd(Project p) {
        boolean resumed = p.resumed() != null
                && p.resumed().isBefore(end)
                && (p.stopped() == null || !p.resumed().isBefore(p.stopped()));
        return !resumed
                && (p.stopped() == null ? p.state().equals("停工") : p.stopped().isBefore(end));
    }

    private void ratio(String indicator, String project, double numerator, double denominator) {
        ratios.computeIfAbsent(indicator, i -> new TreeMap<>())
                .merge(
                        project,
                        new Figure(numerator, denominator),
                        (a, b) -> new Figure(a.numerator() + b.numerator(), a.denominator() + b.denominator()));
    }

    private void count(String indicator, String project, double by) {
        counts.computeIfAbsent(indicator, i -> new TreeMap<>()).merge(project, by, Double::sum);
    }

    // ---- JGJ 59-2011

    private record Item(String section, double sectionFull, boolean guarantee, double full) {}

    private void inspections() {
        var standard = new TreeMap<String, Item>();
        for (var r : rows("jgj59_item")) {
            standard.put(
                    r.text("table_code") + "#" + r.whole("item_no"),
                    new Item(
                            r.text("section"),
                            r.number("section_full"),
                            r.text("item_kind").equals("guarantee"),
                            r.number("full_mark")));
        }
        var of = new TreeMap<String, String>();
        var byCounty = new TreeSet<String>();
        var byCity = new TreeSet<String>();
        for (var r : rows("inspection")) {
            if (!inPeriod(r.date("inspected_on"))) {
                continue;
            }
            of.put(r.text("inspection_id"), r.text("project_id"));
            if (!r.text("kind").equals("复查")) {
                (r.text("level").equals("县级") ? byCounty : byCity).add(r.text("project_id"));
                inspected.add(r.text("project_id"));
            }
        }
        // inspection -> table and instance -> {got, full, guarantee got, guarantee full, zero items}
        var tables = new TreeMap<String, Map<String, double[]>>();
        for (var r : rows("inspection_item")) {
            var inspection = r.text("inspection_id");
            if (!of.containsKey(inspection) || r.flag("missing")) {
                continue;
            }
            var item = standard.get(r.text("table_code") + "#" + r.whole("item_no"));
            if (item == null) {
                continue;
            }
            double got = Math.max(0, item.full() - r.number("deducted"));
            var sums = tables.computeIfAbsent(inspection, i -> new TreeMap<>())
                    .computeIfAbsent(r.text("table_code") + "#" + r.whole("instance"), t -> new double[5]);
            sums[0] += got;
            sums[1] += item.full();
            if (item.guarantee()) {
                sums[2] += got;
                sums[3] += item.full();
                sums[4] += got == 0 ? 1 : 0;
            }
        }
        tables.forEach((inspection, sheets) -> {
            var sections = new TreeMap<String, List<Double>>();
            var fulls = new TreeMap<String, Double>();
            sheets.forEach((sheet, s) -> {
                var item = standard.get(sheet.substring(0, sheet.indexOf('#')) + "#1");
                boolean zero = s[4] > 0 || (s[3] > 0 && s[2] * 3 < s[3] * 2);
                if (item != null && s[1] > 0) {
                    sections.computeIfAbsent(item.section(), x -> new ArrayList<>())
                            .add(zero ? 0 : 100 * s[0] / s[1]);
                    fulls.put(item.section(), item.sectionFull());
                }
            });
            double got = 0;
            double full = 0;
            for (var section : sections.entrySet()) {
                double mean = section.getValue().stream()
                        .mapToDouble(x -> x)
                        .average()
                        .orElseThrow();
                double weight = fulls.getOrDefault(section.getKey(), 0.0);
                got += weight * mean / 100;
                full += weight;
            }
            ratio("jgj59_score", of.getOrDefault(inspection, ""), 100 * got / full, 1);
        });
        for (var p : projects.values()) {
            if (active(p)) {
                count("active_projects", p.id(), 1);
                ratio("inspection_coverage", p.id(), byCounty.contains(p.id()) ? 1 : 0, 1);
                ratio("city_inspection_coverage", p.id(), byCity.contains(p.id()) ? 1 : 0, 1);
            }
        }
    }

    private void selfAssessments() {
        var onTime = new TreeMap<String, Boolean>();
        for (var r : rows("self_assessment")) {
            if (inPeriod(r.date("month"))) {
                var day = day(r, "submitted_on");
                onTime.put(r.text("project_id"), inPeriod(day));
                var inspected = ratios.getOrDefault("jgj59_score", Map.of()).get(r.text("project_id"));
                if (inspected != null) {
                    double mean = inspected.numerator() / inspected.denominator();
                    ratio("self_assessment_gap", r.text("project_id"), Math.abs(r.number("score") - mean), 1);
                }
            }
        }
        for (var p : projects.values()) {
            if (active(p)) {
                ratio("self_assessment_on_time", p.id(), onTime.getOrDefault(p.id(), false) ? 1 : 0, 1);
            }
        }
    }

    private void hazards() {
        for (var p : projects.values()) {
            if (active(p)) {
                count("overdue_major_hazards", p.id(), 0);
            }
        }
        for (var r : rows("hazard")) {
            var project = r.text("project_id");
            var due = r.date("due_on");
            if (due == null) {
                continue;
            }
            var done = r.date("rectified_on");
            var closed = r.date("closed_on");
            if (inPeriod(due)) {
                ratio("hazard_on_time", project, done != null && !done.isAfter(due) ? 1 : 0, 1);
            }
            var p = projects.get(project);
            if (p == null || finishedBy(p, start)) {
                continue;
            }
            boolean closedBefore = closed != null && closed.isBefore(start);
            boolean closedByNow = closed != null && closed.isBefore(end);
            if (due.isBefore(end) && !closedBefore) {
                ratio("hazard_closure", project, closedByNow ? 1 : 0, 1);
            }
            boolean open = done == null || !done.isBefore(end);
            if (r.text("grade").equals("重大") && due.plusDays(1).isBefore(end) && open && !closedByNow) {
                count("overdue_major_hazards", project, 1);
            }
            if (due.plusDays(1).isBefore(end) && !closedByNow) {
                overdue.put(r.text("hazard_id"), open ? "未整改" : "待销号");
            }
        }
    }

    private void stopOrders() {
        for (var p : projects.values()) {
            if (active(p)) {
                count("unauthorised_resumptions", p.id(), 0);
            }
        }
        for (var r : standing()) {
            var due = day(r, "due_on");
            var lifted = r.date("lifted_on");
            if (inPeriod(due)) {
                boolean kept = lifted != null && !lifted.isAfter(due) && !r.flag("resumed_without_clearance");
                ratio("stop_order_compliance", r.text("project_id"), kept ? 1 : 0, 1);
            }
            if (inPeriod(r.date("issued_on")) && r.flag("resumed_without_clearance")) {
                count("unauthorised_resumptions", r.text("project_id"), 1);
            }
        }
    }

    /** The hazards past their limit, each with whether it is still to be put right or to be verified. */
    Map<String, String> overdue() {
        return overdue;
    }

    /** The cases of a rule, each as its subject and its key. */
    Set<String> cases(String rule) {
        return cases.getOrDefault(rule, Set.of());
    }

    /** A figure of all projects together. */
    @Nullable
    Double city(String indicator) {
        return value(indicator, List.copyOf(projects.keySet()));
    }

    private void found(String rule, String subject, String key) {
        cases.computeIfAbsent(rule, r -> new TreeSet<>()).add(subject + " " + key);
    }

    private List<Row> standing() {
        return rows("stop_order").stream()
                .filter(o -> day(o, "issued_on").isBefore(end))
                .filter(o -> {
                    var revoked = o.date("revoked_on");
                    return revoked == null || !revoked.isBefore(end);
                })
                .toList();
    }

    /** R037: who was stopped within a day of the finding, by an order for that very hazard. */
    private void majorHazardsStopped() {
        for (var h : rows("hazard")) {
            var found = day(h, "found_on");
            if (!h.text("grade").equals("重大") || !found.isBefore(end)) {
                continue;
            }
            @Nullable LocalDate answered = null;
            for (var o : standing()) {
                if (!o.text("project_id").equals(h.text("project_id"))) {
                    continue;
                }
                var issued = day(o, "issued_on");
                var lifted = o.date("lifted_on");
                boolean named =
                        h.text("hazard_id").equals(o.optionalText("hazard_id").orElse(""))
                                || o.optionalText("inspection_id")
                                        .orElse("none")
                                        .equals(h.optionalText("inspection_id").orElse(""));
                boolean covers = !"局部停工".equals(o.optionalText("scope").orElse(""))
                        || h.text("category")
                                .equals(o.optionalText("stopped_part").orElse(""));
                boolean standing =
                        !issued.isAfter(found) && (lifted == null || !lifted.isBefore(end) || lifted.isAfter(found));
                if (((named && !issued.isBefore(found)) || (covers && standing))
                        && (answered == null || issued.isBefore(answered))) {
                    answered = issued;
                }
            }
            var last = found.plusDays(1);
            if (inPeriod(last)) {
                ratio(
                        "major_hazards_stopped",
                        h.text("project_id"),
                        answered != null && !answered.isAfter(last) ? 1 : 0,
                        1);
            }
            var p = projects.get(h.text("project_id"));
            if (p == null || finishedBy(p, start)) {
                continue;
            }
            var done = h.date("rectified_on");
            boolean never = answered == null
                    && last.isBefore(end)
                    && (!last.isBefore(start) || done == null || !done.isBefore(start));
            boolean late =
                    answered != null && answered.isAfter(last) && (!last.isBefore(start) || !answered.isBefore(start));
            if (never || late) {
                found("major_hazard_without_stop_order", h.text("project_id"), h.text("hazard_id"));
            }
        }
    }

    /** R060: pairs of orders on one project within twelve months of the later one; one inspection is one order. */
    private void repeatedStops() {
        var first = new LinkedHashMap<String, Row>();
        standing().stream()
                .sorted(Comparator.comparing((Row o) -> day(o, "issued_on")).thenComparing(o -> o.text("order_id")))
                .forEach(o -> first.putIfAbsent(
                        o.text("project_id") + "/"
                                + o.optionalText("inspection_id").orElse("?" + o.text("order_id")),
                        o));
        var orders = List.copyOf(first.values());
        for (int later = 0; later < orders.size(); later++) {
            var o = orders.get(later);
            var day = day(o, "issued_on");
            for (int earlier = 0; earlier < later; earlier++) {
                var e = orders.get(earlier);
                if (inPeriod(day)
                        && e.text("project_id").equals(o.text("project_id"))
                        && e.text("enterprise_id").equals(o.text("enterprise_id"))
                        && !day(e, "issued_on").isBefore(day.minusMonths(12))) {
                    found("repeated_stop_orders", o.text("project_id"), o.text("order_id"));
                }
            }
        }
    }

    /** R062, R063: from the accidents; what nobody wrote down is not reported. */
    private void accidentReports() {
        var reports = new TreeMap<String, Row>();
        rows("accident_report").forEach(r -> reports.put(r.text("accident_id") + r.text("step"), r));
        var until = end.atStartOfDay();
        for (var a : rows("accident")) {
            var p = projects.get(a.text("project_id"));
            var occurred = a.time("occurred_at");
            if (p == null || occurred == null || !occurred.isBefore(until)) {
                continue;
            }
            var steps = new ArrayList<>(List.of("企业报县级", "县级报市级"));
            if (a.whole("deaths") >= 3 || a.whole("injuries") >= 10) {
                steps.add("市级报省级");
            }
            var learnt = occurred;
            for (var step : steps) {
                var row = reports.get(a.text("accident_id") + step);
                var known = row == null ? null : row.time("known_at");
                var due = (known == null ? learnt : known).plusMinutes(step.equals("企业报县级") ? 60 : 120);
                learnt = step(p.region(), a.text("accident_id"), step, due, row, "accident_report_on_time");
            }
            var step = "上报全国平台";
            step(
                    p.region(),
                    a.text("accident_id"),
                    step,
                    occurred.plusHours(48),
                    reports.get(a.text("accident_id") + step),
                    "accident_platform_on_time");
        }
    }

    /** Counts a step; returns when the next level learnt of it, or should have. */
    private LocalDateTime step(
            String region, String accident, String step, LocalDateTime due, @Nullable Row row, String indicator) {
        var from = start.atStartOfDay();
        var until = end.atStartOfDay();
        var at = row == null ? null : row.time("reported_at");
        var reported = at != null && at.isBefore(until) ? at : null;
        boolean inTime = reported != null && !reported.isAfter(due);
        if (!due.isBefore(from) && due.isBefore(until)) {
            ratio(indicator, region, inTime ? 1 : 0, 1);
        }
        boolean missing = reported == null && due.isBefore(until);
        boolean late = reported != null && reported.isAfter(due) && !(due.isBefore(from) && reported.isBefore(from));
        if (missing || late) {
            found("accident_report_late", region, accident + " " + step);
        }
        return reported == null ? due : reported;
    }

    /** R005: the last record of the ledger, held against the register and against the last one before the period. */
    private void riskGrades() {
        var order = List.of("低", "一般", "较大", "重大");
        var now = new TreeMap<String, Row>();
        var before = new TreeMap<String, Row>();
        rows("risk_grading").stream()
                .sorted(Comparator.comparing((Row r) -> day(r, "graded_on")).thenComparing(r -> r.text("grading_id")))
                .filter(r -> day(r, "graded_on").isBefore(end))
                .forEach(r -> {
                    now.put(r.text("project_id"), r);
                    if (day(r, "graded_on").isBefore(start)) {
                        before.put(r.text("project_id"), r);
                    }
                });
        for (var register : rows("project")) {
            var id = register.text("project_id");
            var p = projects.get(id);
            if (p == null || !active(p)) {
                continue;
            }
            var graded = now.get(id);
            ratio("risk_graded", id, graded == null ? 0 : 1, 1);
            if (graded == null) {
                continue;
            }
            var registered = register.optionalText("risk_grade").orElse(graded.text("grade"));
            if (!registered.equals(graded.text("grade"))) {
                found("risk_grade_differs", id, "风险等级");
            }
            var former = before.get(id);
            if (former != null
                    && !day(graded, "graded_on").isBefore(start)
                    && order.indexOf(graded.text("grade")) > order.indexOf(former.text("grade"))) {
                found("risk_grade_raised", id, graded.text("grading_id"));
            }
        }
    }

    private void attendance() {
        var names = Map.of(
                "项目经理", "attendance_manager", "总监理工程师", "attendance_supervisor", "专职安全员", "attendance_safety_officer");
        for (var r : rows("attendance")) {
            var name = names.get(r.text("role"));
            if (name != null && inPeriod(r.date("month"))) {
                double required = r.number("required_days");
                ratio(name, r.text("project_id"), Math.min(required, r.number("present_days")), required);
            }
        }
    }

    private void devices() {
        var limits = new TreeMap<String, double[]>();
        rows("monitoring_limit")
                .forEach(
                        r -> limits.put(r.text("kind"), new double[] {r.number("day_limit"), r.number("night_limit")}));
        var received = new TreeMap<String, Map<LocalDate, Integer>>();
        var over = new TreeMap<String, Integer>();
        var kinds = new TreeMap<String, String>();
        rows("device").forEach(r -> kinds.put(r.text("device_id"), r.text("kind")));
        for (var r : session.sql("select * from dataset.reading where read_at >= :read_at and read_at < :end")
                .param("read_at", start.atStartOfDay())
                .param("end", end.atStartOfDay())
                .query()) {
            var device = r.text("device_id");
            LocalDateTime at = r.time("read_at");
            if (at == null) {
                continue;
            }
            received.computeIfAbsent(device, d -> new TreeMap<>()).merge(at.toLocalDate(), 1, Integer::sum);
            var limit = limits.get(kinds.getOrDefault(device, ""));
            boolean night = at.getHour() < 6 || at.getHour() >= 22;
            if (limit != null && r.number("value") > limit[night ? 1 : 0]) {
                over.merge(device, 1, Integer::sum);
            }
        }
        for (var r : rows("device")) {
            var hours = over.getOrDefault(r.text("device_id"), 0) * r.whole("interval_minutes") / 60.0;
            if (hours > 0) {
                count("exceedance_hours", r.text("project_id"), hours);
            }
            var p = projects.get(r.text("project_id"));
            var installed = day(r, "installed_on");
            var removed = r.date("removed_on");
            if (p == null || !active(p)) {
                continue;
            }
            long perDay = 1440 / r.whole("interval_minutes");
            double due = 0;
            double got = 0;
            for (var day = start; day.isBefore(end); day = day.plusDays(1)) {
                if (!day.isBefore(installed) && (removed == null || day.isBefore(removed))) {
                    due += perDay;
                    got += Math.min(
                            perDay,
                            received.getOrDefault(r.text("device_id"), Map.of()).getOrDefault(day, 0));
                }
            }
            if (due > 0) {
                ratio("device_online", p.id(), got, due);
                count("exceedance_hours", p.id(), 0);
            }
        }
    }

    private void alarms() {
        var of = new TreeMap<String, String>();
        rows("device").forEach(r -> of.put(r.text("device_id"), r.text("project_id")));
        for (var r : rows("alarm")) {
            var raised = r.time("raised_at");
            var answered = r.time("acknowledged_at");
            if (raised != null && inPeriod(raised.toLocalDate())) {
                boolean prompt = answered != null && !answered.isAfter(raised.plusMinutes(30));
                ratio("alarm_response", of.getOrDefault(r.text("device_id"), ""), prompt ? 1 : 0, 1);
            }
        }
    }

    private void accidents() {
        for (var p : projects.values()) {
            if (active(p)) {
                count("fatalities", p.id(), 0);
            }
        }
        for (var r : rows("accident")) {
            var at = r.time("occurred_at");
            if (at != null && inPeriod(at.toLocalDate())) {
                count("fatalities", r.text("project_id"), r.number("deaths"));
            }
        }
    }

    private void dangerousWorks() {
        for (var r : rows("dangerous_work")) {
            var p = projects.get(r.text("project_id"));
            var began = r.date("started_on");
            var ended = r.date("finished_on");
            boolean underWay = began != null && began.isBefore(end) && (ended == null || !ended.isBefore(start));
            if (p != null && active(p) && r.flag("over_scale") && underWay) {
                var reviewed = r.date("reviewed_on");
                ratio("over_scale_reviewed", p.id(), reviewed != null && !reviewed.isAfter(began) ? 1 : 0, 1);
            }
        }
    }

    private void complaints() {
        for (var r : rows("complaint")) {
            var received = day(r, "received_on");
            if (inPeriod(received)) {
                var project = r.text("project_id");
                var answered = r.date("responded_on");
                boolean prompt = answered != null && !answered.isAfter(received.plusDays(1));
                ratio("complaint_response", project, prompt ? 1 : 0, 1);
                ratio("complaint_resolution", project, Boolean.TRUE.equals(r.get("resolved")) ? 1 : 0, 1);
            }
        }
    }

    /** First grade: high risk, or middle risk of a contractor with 12 points in 12 months. */
    private void dust() {
        var limit = rows("monitoring_limit").stream()
                .filter(r -> r.text("kind").equals("扬尘"))
                .mapToDouble(r -> r.number("day_limit"))
                .sum();
        var minutes = new TreeMap<String, Double>();
        var equipped = new TreeMap<String, Boolean>();
        for (var r : rows("device")) {
            if (r.text("kind").equals("扬尘")) {
                var project = r.text("project_id");
                var installed = day(r, "installed_on");
                var removed = r.date("removed_on");
                boolean there = installed.isBefore(end)
                        && (removed == null || (removed.isAfter(start) && removed.isAfter(installed)));
                equipped.merge(project, there, Boolean::logicalOr);
                var over = session.sql(
                                "select count(*) as n from dataset.reading where device_id = :device_id and read_at >= :read_at and read_at < :end and value > :value")
                        .param("device_id", r.text("device_id"))
                        .param("read_at", start.atStartOfDay())
                        .param("end", end.atStartOfDay())
                        .param("value", limit)
                        .one()
                        .whole("n");
                minutes.merge(project, (double) over * r.whole("interval_minutes"), Double::sum);
            }
        }
        var problems = new TreeMap<String, Integer>();
        for (var r : rows("hazard")) {
            if (r.text("category").equals("文明施工") && inPeriod(r.date("found_on"))) {
                problems.merge(r.text("project_id"), 1, Integer::sum);
            }
        }
        var points = new TreeMap<String, Double>();
        var contractors = new TreeMap<String, String>();
        rows("project").forEach(r -> contractors.put(r.text("project_id"), r.text("contractor_id")));
        for (var r : rows("penalty")) {
            var decided = day(r, "decided_on");
            if (!decided.isBefore(end.minusMonths(12)) && decided.isBefore(end)) {
                points.merge(
                        contractors.getOrDefault(r.text("project_id"), ""),
                        r.optionalNumber("points").orElse(0.0),
                        Double::sum);
            }
        }
        for (var p : projects.values()) {
            if (active(p)) {
                boolean measured = equipped.getOrDefault(p.id(), false);
                double hours = measured ? minutes.getOrDefault(p.id(), 0.0) / 60 : 0;
                int found = problems.getOrDefault(p.id(), 0);
                boolean high = hours >= 24 || found >= 2;
                boolean middle = !measured || hours >= 6 || found > 0;
                boolean poor = points.getOrDefault(contractors.getOrDefault(p.id(), ""), 0.0) >= 12;
                ratio("dust_key_sites", p.id(), high || (middle && poor) ? 1 : 0, 1);
            }
        }
    }

    // ---- schemes

    /** An indicator's place in a scheme. */
    private record Leaf(String branch, String indicator, double weight, Function<Double, Double> points) {}

    private static Function<Double, Double> goalposts(double low, double high) {
        return v -> clip(100 * (v - low) / (high - low));
    }

    private static Function<Double, Double> lowGoalposts(double low, double high) {
        return v -> clip(100 * (high - v) / (high - low));
    }

    private static Function<Double, Double> deduct(double each) {
        return v -> clip(100 - each * v);
    }

    private static Function<Double, Double> asIs() {
        return Recomputation::clip;
    }

    private static double clip(double v) {
        return Math.max(0, Math.min(100, v));
    }

    private static final Map<String, Double> PROJECT_BRANCHES =
            Map.of("现场检查", 30.0, "隐患治理", 25.0, "人员到岗", 15.0, "在线监测", 10.0, "危大工程", 5.0, "绿色施工", 10.0, "自评填报", 5.0);
    private static final List<Leaf> PROJECT = List.of(
            new Leaf("现场检查", "jgj59_score", 100, asIs()),
            new Leaf("隐患治理", "hazard_on_time", 40, goalposts(20, 100)),
            new Leaf("隐患治理", "hazard_closure", 20, goalposts(20, 100)),
            new Leaf("隐患治理", "overdue_major_hazards", 20, deduct(50)),
            new Leaf("隐患治理", "stop_order_compliance", 20, asIs()),
            new Leaf("人员到岗", "attendance_manager", 40, goalposts(30, 90)),
            new Leaf("人员到岗", "attendance_supervisor", 30, goalposts(20, 90)),
            new Leaf("人员到岗", "attendance_safety_officer", 30, goalposts(30, 90)),
            new Leaf("在线监测", "device_online", 40, goalposts(60, 100)),
            new Leaf("在线监测", "exceedance_hours", 30, lowGoalposts(0, 240)),
            new Leaf("在线监测", "alarm_response", 30, asIs()),
            new Leaf("危大工程", "over_scale_reviewed", 100, asIs()),
            new Leaf("绿色施工", "dust_key_sites", 50, lowGoalposts(0, 100)),
            new Leaf("绿色施工", "complaint_resolution", 30, asIs()),
            new Leaf("绿色施工", "complaint_response", 20, asIs()),
            new Leaf("自评填报", "self_assessment_on_time", 60, asIs()),
            new Leaf("自评填报", "self_assessment_gap", 40, lowGoalposts(5, 30)));

    private static final Map<String, Double> REGION_BRANCHES =
            Map.of("履职检查", 25.0, "隐患治理", 25.0, "在线监测", 15.0, "人员到岗", 15.0, "项目实体", 20.0);
    private static final List<Leaf> REGION = List.of(
            new Leaf("履职检查", "inspection_coverage", 70, goalposts(20, 90)),
            new Leaf("履职检查", "self_assessment_on_time", 30, goalposts(20, 100)),
            new Leaf("隐患治理", "hazard_on_time", 40, goalposts(0, 80)),
            new Leaf("隐患治理", "hazard_closure", 25, goalposts(20, 95)),
            new Leaf("隐患治理", "overdue_major_hazards", 20, deduct(20)),
            new Leaf("隐患治理", "stop_order_compliance", 15, asIs()),
            new Leaf("在线监测", "device_online", 60, goalposts(60, 100)),
            new Leaf("在线监测", "alarm_response", 40, asIs()),
            new Leaf("人员到岗", "attendance_manager", 40, goalposts(30, 90)),
            new Leaf("人员到岗", "attendance_supervisor", 30, goalposts(20, 90)),
            new Leaf("人员到岗", "attendance_safety_officer", 30, goalposts(30, 90)),
            new Leaf("项目实体", "jgj59_score", 80, asIs()),
            new Leaf("项目实体", "self_assessment_gap", 20, lowGoalposts(5, 30)));

    /** Projects that are not finished; those that are not under construction have no score. */
    Map<String, Scored> projects() {
        var all = new TreeMap<String, Scored>();
        for (var p : projects.values()) {
            if (finishedBy(p, end)) {
                continue;
            }
            boolean built = begun(p) && !stoppedAtEnd(p) && !p.state().equals("完工预验");
            var values = new LinkedHashMap<String, @Nullable Double>();
            for (var leaf : PROJECT) {
                values.put(leaf.indicator(), value(leaf.indicator(), List.of(p.id())));
            }
            var score =
                    built && inspected.contains(p.id()) ? total(PROJECT, PROJECT_BRANCHES, values, values, 0.4) : null;
            boolean capped = false;
            if (score != null) {
                double before = score;
                score = cap(score, "fatalities", List.of(p.id()), 0, 59);
                score = cap(score, "unauthorised_resumptions", List.of(p.id()), 0, 59);
                score = cap(score, "overdue_major_hazards", List.of(p.id()), 0, 69);
                capped = score < before;
            }
            all.put(p.id(), new Scored(values, score, capped));
        }
        return all;
    }

    Map<String, Scored> regions() {
        var members = new TreeMap<String, List<String>>();
        projects.values().forEach(p -> members.computeIfAbsent(p.region(), r -> new ArrayList<>())
                .add(p.id()));
        var all = new TreeMap<String, Scored>();
        members.forEach((region, ids) -> {
            var values = new LinkedHashMap<String, @Nullable Double>();
            for (var leaf : REGION) {
                values.put(leaf.indicator(), value(leaf.indicator(), ids));
            }
            var treated = new LinkedHashMap<>(values);
            treated.put("hazard_on_time", wilson(figure("hazard_on_time", ids)));
            var late = values.get("overdue_major_hazards");
            var active = value("active_projects", ids);
            treated.put("overdue_major_hazards", late == null || active == null ? null : late / (active / 10));
            var score = total(REGION, REGION_BRANCHES, values, treated, 0.5);
            double before = score == null ? 0 : score;
            if (score != null) {
                score = cap(score, "fatalities", ids, 2, 59);
                score = cap(score, "fatalities", ids, 0, 79);
            }
            all.put(region, new Scored(values, score, score != null && score < before));
        });
        return all;
    }

    private double cap(double score, String indicator, List<String> ids, double above, double limit) {
        double sum = ids.stream()
                .mapToDouble(id -> counts.getOrDefault(indicator, Map.of()).getOrDefault(id, 0.0))
                .sum();
        return sum > above ? Math.min(score, limit) : score;
    }

    private @Nullable Figure figure(String indicator, List<String> ids) {
        double numerator = 0;
        double denominator = 0;
        for (var id : ids) {
            var figure = ratios.getOrDefault(indicator, Map.of()).get(id);
            if (figure != null && indicator.equals("jgj59_score")) {
                numerator += figure.numerator() / figure.denominator();
                denominator += 1;
            } else if (figure != null) {
                numerator += figure.numerator();
                denominator += figure.denominator();
            }
        }
        return denominator == 0 ? null : new Figure(numerator, denominator);
    }

    private @Nullable Double value(String indicator, List<String> ids) {
        if (counts.containsKey(indicator)) {
            var there = ids.stream()
                    .filter(id -> counts.getOrDefault(indicator, Map.of()).containsKey(id))
                    .toList();
            return there.isEmpty()
                    ? null
                    : Double.valueOf(there.stream()
                            .mapToDouble(id ->
                                    counts.getOrDefault(indicator, Map.of()).getOrDefault(id, 0.0))
                            .sum());
        }
        var figure = figure(indicator, ids);
        boolean percent = !indicator.equals("jgj59_score") && !indicator.equals("self_assessment_gap");
        return figure == null ? null : Double.valueOf((percent ? 100 : 1) * figure.numerator() / figure.denominator());
    }

    /** The lower end of Wilson's interval at 95 % (z = 1.96), in percent. */
    private static @Nullable Double wilson(@Nullable Figure figure) {
        if (figure == null) {
            return null;
        }
        double z = 1.96;
        double n = figure.denominator();
        double p = figure.numerator() / n;
        double low = (p + z * z / (2 * n) - z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n);
        return 100 * low;
    }

    private static @Nullable Double total(
            List<Leaf> leaves,
            Map<String, Double> branches,
            Map<String, @Nullable Double> values,
            Map<String, @Nullable Double> treated,
            double atLeast) {
        double sum = 0;
        double weights = 0;
        double present = 0;
        for (var branch : branches.entrySet()) {
            double points = 0;
            double there = 0;
            double all = 0;
            for (var leaf : leaves) {
                if (!leaf.branch().equals(branch.getKey())) {
                    continue;
                }
                all += leaf.weight();
                var value = treated.get(leaf.indicator());
                if (value != null && values.get(leaf.indicator()) != null) {
                    points += leaf.weight() * leaf.points().apply(value);
                    there += leaf.weight();
                }
            }
            present += branch.getValue() * there / all;
            if (there > 0) {
                sum += branch.getValue() * points / there;
                weights += branch.getValue();
            }
        }
        boolean enough =
                present / branches.values().stream().mapToDouble(w -> w).sum() >= atLeast;
        return enough && weights > 0 ? Double.valueOf(sum / weights) : null;
    }
}
