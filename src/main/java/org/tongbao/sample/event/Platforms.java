package org.tongbao.sample.event;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8_WITH_BOM;

import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.City.Device;
import org.tongbao.sample.city.City.Project;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.Seasons;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.ErrorInjector;
import org.tongbao.sample.file.SampleWriter;

/** What the platforms export of a month: key personnel's attendance, self-assessments, alarms. */
final class Platforms {

    private static final Map<String, String> ATTENDANCE = SampleWriter.headings(
            "project_id", "项目编码",
            "month", "月份",
            "role", "岗位",
            "person", "人员",
            "required_days", "应到天数",
            "present_days", "实到天数");
    private static final Map<String, String> SELF_ASSESSMENT =
            SampleWriter.headings("project_id", "项目编码", "month", "测评月份", "submitted_on", "填报日期", "score", "测评得分");
    private static final Map<String, String> ALARM = SampleWriter.headings(
            "alarm_id", "报警编号",
            "device_id", "设备编号",
            "raised_at", "报警时间",
            "level", "报警等级",
            "acknowledged_at", "响应时间",
            "handled_at", "处置完成时间");

    /** Self-assessments are exported on the third day after the month; what comes later is not in the file. */
    private static final int DAYS_OF_GRACE = 3;

    private final City city;
    private final long seed;
    private final SampleWriter writer;

    Platforms(City city, SampleWriter writer) {
        this.city = city;
        this.seed = city.seed();
        this.writer = writer;
    }

    void write(YearMonth month) {
        attendance(month);
        selfAssessments(month);
        alarms(month);
    }

    private void attendance(YearMonth month) {
        var sheet = new DataSheet("实名制考勤/考勤_" + month + ".csv", List.copyOf(ATTENDANCE.keySet()));
        for (var project : city.activeIn(month)) {
            attendance(project, month, sheet);
        }
        var next = new int[] {0};
        var errors =
                new ErrorInjector(sheet, SeededRandom.of(seed, "dirt", sheet.file()), v -> v[3] = "RYX" + ++next[0]);
        errors.distort("present_days", "full-width digits", Codes::fullWidth);
        errors.distort("role", "trailing blanks", v -> v + "　");
        errors.addRejected(0.5, "present_days", "negative number", v -> "-3");
        errors.addRejected(0.4, "project_id", "unknown project", v -> City.NO_PROJECT);
        errors.addRejected(0.3, "role", "unknown value", v -> "资料员");
        errors.addDuplicate(0.4, "project_id+month+role+person");
        writer.csv(sheet, ATTENDANCE, UTF8_WITH_BOM);
    }

    private void attendance(Project project, YearMonth month, DataSheet sheet) {
        var random = SeededRandom.of(seed, "attendance", month, project.id());
        double quality = city.quality(project, month);
        int required = (int) Math.round(22 * Seasons.open(month));
        for (var role : List.of("项目经理", "总监理工程师", "专职安全员")) {
            double usual = role.equals("总监理工程师") ? 0.38 : role.equals("项目经理") ? 0.6 : 0.64;
            double rate = Math.min(1, Math.max(0, usual + 0.48 * quality + 0.07 * random.normal()));
            sheet.add(
                    project.id(),
                    random.chance(0.1) ? month.getYear() + "年" + month.getMonthValue() + "月" : month,
                    role,
                    Codes.serial(
                            "RY",
                            SeededRandom.of(seed, "person", project.id(), role).between(1, 99_999),
                            5),
                    required,
                    (int) Math.round(required * rate));
        }
    }

    /** Most report in the last days of the month, and nearly all think well of themselves. */
    private void selfAssessments(YearMonth month) {
        var sheet = new DataSheet("项目自评/自评_" + month + ".csv", List.copyOf(SELF_ASSESSMENT.keySet()));
        for (var project : city.activeIn(month)) {
            var random = SeededRandom.of(seed, "self", month, project.id());
            double quality = city.quality(project, month);
            boolean reports = random.chance(0.9 + 0.1 * quality);
            boolean late = random.chance(0.25 * (1 - quality));
            int after = random.between(1, 8);
            int tenths = (int) Math.round(Math.min(995, 880 + 70 * quality + 25 * random.normal()));
            if (reports && !(late && after > DAYS_OF_GRACE)) {
                var day = late
                        ? month.atEndOfMonth().plusDays(after)
                        : month.atDay(random.between(22, month.lengthOfMonth()));
                sheet.add(project.id(), month, day, tenths / 10 + "." + tenths % 10);
            }
        }
        // A month in which nobody else has reported gives the copy a key of its own.
        var next = new int[] {0};
        var errors = new ErrorInjector(
                sheet, SeededRandom.of(seed, "dirt", sheet.file()), v -> v[1] = Codes.serial("2014-", ++next[0], 2));
        errors.distort("score", "full-width digits", Codes::fullWidth);
        errors.addRejected(0.4, "score", "number out of range", v -> "105");
        errors.addRejected(0.3, "submitted_on", "impossible date", v -> month.getYear() + "-06-31");
        errors.addDuplicate(0.3, "project_id+month");
        writer.csv(sheet, SELF_ASSESSMENT, UTF8);
    }

    private void alarms(YearMonth month) {
        var sheet = new DataSheet("在线监测/报警_" + month + ".csv", List.copyOf(ALARM.keySet()));
        for (var device : city.devices()) {
            if (device.project().activeIn(month) && !device.installed().isAfter(month.atDay(1))) {
                alarms(device, month, sheet);
            }
        }
        var next = new int[] {0};
        var errors = new ErrorInjector(
                sheet, SeededRandom.of(seed, "dirt", sheet.file()), v -> v[0] = v[0].substring(0, 6) + "X" + ++next[0]);
        errors.distort("level", "trailing blanks", v -> v + " ");
        errors.addRejected(0.4, "device_id", "unknown device", v -> "SB99999X");
        errors.addRejected(0.4, "acknowledged_at", "contradictory dates", v -> "2020-01-01 08:00");
        errors.addDuplicate(0.2, "alarm_id");
        writer.csv(sheet, ALARM, UTF8);
    }

    private void alarms(Device device, YearMonth month, DataSheet sheet) {
        var random = SeededRandom.of(seed, "alarm", month, device.id());
        double quality = city.quality(device.project(), month);
        double season =
                switch (device.kind()) {
                    case "扬尘" -> Seasons.dust(month) / 35.0;
                    case "基坑" -> Seasons.wet(month) ? 1.6 : 0.9;
                    default -> 1;
                };
        int count = random.poisson(season * (0.2 + 1.2 * (1 - quality)));
        for (int i = 0; i < count; i++) {
            LocalDateTime raised = month.atDay(random.between(1, month.lengthOfMonth()))
                    .atTime(random.between(0, 23), random.between(0, 59));
            boolean prompt = random.chance(0.55 + 0.43 * quality);
            boolean never = !prompt && random.chance(0.3);
            var acknowledged = raised.plusMinutes(prompt ? random.between(1, 30) : random.between(31, 600));
            boolean handled = !never && random.chance(0.92);
            sheet.add(
                    Codes.serial(
                            Codes.serial("BJ", month.getYear() % 100 * 100 + month.getMonthValue(), 4),
                            sheet.rows().size() + 1,
                            5),
                    device.id(),
                    Codes.minute(raised),
                    random.chance(0.3) ? "报警" : "预警",
                    never ? null : Codes.minute(acknowledged),
                    handled ? Codes.minute(acknowledged.plusMinutes(random.between(10, 900))) : null);
        }
    }
}
