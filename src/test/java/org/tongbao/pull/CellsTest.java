package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cell means that says nothing, failed, or was dressed up; in a small file and in one that is read the quick way. */
class CellsTest {

    private static final String LEDGER = """
            dataset: ledger_row
            title: 台账
            load: slice
            key: [id]
            source: { files: "台账*" }
            columns:
              id:    { type: text, title: 编号, required: true }
              day:   { type: date, title: 整改完成日期 }
              seen:  { type: timestamp, title: 时间 }
              n:     { type: integer, title: 数量 }
              x:     { type: number, title: 数值 }
              d:     { type: decimal, title: 金额 }
              flag:  { type: boolean, title: 是否 }
              note:  { type: text, title: 备注 }
              kind:  { type: text, title: 类别, allowed: [甲, 乙] }
              code:  { type: permit, title: 许可证 }
              place: { type: text, title: 工地, references: place }
              must:  { type: date, title: 检查日期, required: true }
            """;

    private static final String DECLARING = LEDGER.replace("load: slice", "load: slice\nempty: [待定, 0]")
            .replace("type: text, title: 备注", "type: text, title: 备注, empty: [没有]")
            .replace("title: 检查日期, required: true", "title: 检查日期, required: true, empty: [未检查]");

    private static final String PLACES = """
            dataset: place
            title: 工地名册
            key: [place_id]
            source: { files: 名册.csv }
            columns:
              place_id: { type: text, title: 工地编码, required: true }
            """;

    private static final String HEADINGS = "编号,整改完成日期,时间,数量,数值,金额,是否,备注,类别,许可证,工地,检查日期\n";

    private static final List<String> WORDS =
            List.of("/", "／", "—", "——", "无", "N/A", "n/a", "未整改", "暂无", "不适用", "NULL");

    private static final String MISTAKES = """
            M1,,,,,,,,,,,/
            M2,,,-,,,,,,,,2026-06-01
            M3,,,,,,,,/,,,2026-06-01
            M4,,,,,,无,,,,,2026-06-01
            M5,-,,,,,/,-,,,,2026-06-01
            """;

    private static final String DECLARED = """
            D1,待定,,0,0,0,,没有,,,待定,2026-06-01
            D2,,,5,,,,待定,,,,2026-06-01
            D3,,,,,,,,,,,未检查
            """;

    private static final String ERRORS = """
            E1,#N/A,,,,,,,,,,2026-06-01
            E2,,,,,,,#REF!,,,,2026-06-01
            E3,,,,#DIV/0!,,,,,,,2026-06-01
            E4,,,,,,,,#N/A,,,2026-06-01
            E5,,,,,,,,,,#NAME?,2026-06-01
            E6,,,,,,,#1 塔吊,,,,2026-06-01
            #VALUE!,,,,,,,,,,,2026-06-01
            """;

    private static final String TRICKS = """
            "=""T1\"\"\",,,"=""05\"\"\",'1.5,,,="0012",,,="P1",="2026-06-01"
            T2,,,,,,,'0012,,,,'2026-06-01
            T3,,,,,,,=1+1,,,,2026-06-01
            T4,,,,,,,'引',,,,2026-06-01
            T5,,,,,,,"=\"\"\"\"\",,,,2026-06-01
            """;

    private static final String DECIMALS = """
            F1,,,,,0.00001,,,,,,2026-06-01
            F2,,,,,1.23456,,,,,,2026-06-01
            F3,,,,,1.23450000,,,,,,2026-06-01
            F4,,,,,"1,234.56789",,,,,,2026-06-01
            F5,,,,,1.23456e2,,,,,,2026-06-01
            F6,,,,,1.2e-6,,,,,,2026-06-01
            F7,,,,,12.3456%,,,,,,2026-06-01
            F8,,,,,12.34%,,,,,,2026-06-01
            F9,,,,,12.5,,,,,,2026-06-01
            F10,,,,,99999999999999.9999,,,,,,2026-06-01
            """;

    private static final List<String> TIMES = List.of(
            "2026-05-31T16:30:00Z",
            "2026-05-31T16:30Z",
            "2026-05-31t16:30:00z",
            "2026-05-31T16:30:00.000Z",
            "2026-05-31 16:30:00 UTC",
            "2026-05-31 16:30:00 GMT",
            "2026-06-01T00:30:00+08:00",
            "2026-06-01T00:30:00 +08:00",
            "2026-06-01T00:30:00+0800",
            "2026-06-01T00:30:00+08",
            "2026-06-01 00:30:00+8",
            "2026/6/1 0:30:00+08:00",
            "2026-06-01 00:30:00 GMT+08:00",
            "2026-06-01T00:30:00+08:00[Asia/Shanghai]",
            "2026-05-31T12:30:00-04:00");

    @TempDir
    Path folder;

    @Test
    void wordsForNothingAreNullInOptionalDatesNumbersAndReferencesAndNeverInTexts() {
        try (var files = files(LEDGER)) {
            files.put("台账.csv", HEADINGS + words());
            files.pull();
            assertThat(files.rejects()).isEmpty();
            assertThat(files.values("ledger_row", "concat_ws('|', day, seen, n, x, d, code, place, note)"))
                    .isEqualTo(String.join(" ", WORDS));
        }
    }

    private static String words() {
        var rows = new StringBuilder();
        for (var word : WORDS) {
            var w = " " + word + " ";
            rows.append("W" + rows.length() + "," + String.join(",", w, w, w, w, w, "是", w, "甲", w, w, "2026-06-01\n"));
        }
        return rows.toString();
    }

    @Test
    void aWordForNothingIsAMistakeWhereAValueMustBeOrAnotherWordIsMeant() {
        try (var files = files(LEDGER)) {
            files.put("台账.csv", HEADINGS + MISTAKES);
            files.pull();
            assertThat(files.rejects()).isEqualTo("2 must 日期无效; 3 n 不是整数; 4 kind 应为甲、乙之一");
            assertThat(files.values("ledger_row", "concat_ws('|', id, day, flag, note)"))
                    .isEqualTo("M4|false M5|-");
        }
    }

    @Test
    void moreWordsForNothingAreDeclaredForADatasetOrAColumn() {
        try (var files = files(DECLARING)) {
            files.put("台账.csv", HEADINGS + DECLARED);
            files.pull();
            assertThat(files.rejects()).isEqualTo("4 must 必填项为空");
            assertThat(files.values("ledger_row", "concat_ws('|', id, day, n, x, d, note, place)"))
                    .isEqualTo("D1 D2|5|待定");
        }
    }

    @Test
    void theErrorOfAFormulaIsRefusedInWhateverColumnItStands() {
        try (var files = files(LEDGER)) {
            files.put("台账.csv", HEADINGS + ERRORS);
            files.pull();
            var error = " 是表格程序的错误值，请改正公式";
            assertThat(files.rejects())
                    .isEqualTo("2 day" + error + "; 3 note" + error + "; 4 x" + error + "; 5 kind" + error + "; 6 place"
                            + error + "; 8 id" + error);
            assertThat(files.values("ledger_row", "note")).isEqualTo("#1 塔吊");
        }
    }

    @Test
    void whatKeepsASpreadsheetFromTakingATextForANumberIsNoPartOfTheText() {
        try (var files = files(LEDGER)) {
            files.put("台账.csv", HEADINGS.replace("备注", "\"=\"\"备注\"\"\"") + TRICKS);
            files.pull();
            assertThat(files.rejects()).isEmpty();
            assertThat(files.values("ledger_row", "concat_ws('|', id, n, x, note, place)"))
                    .isEqualTo("T1|5|1.5|0012|P1 T2|0012 T3|=1+1 T4|'引' T5");
        }
    }

    @Test
    void timesWithAZoneAreTheBureausOwn() {
        try (var files = files(LEDGER)) {
            files.put("台账.csv", HEADINGS + times());
            files.pull();
            assertThat(files.rejects()).isEqualTo("17 seen 时间无效; 18 seen 时间无效");
            assertThat(files.values("ledger_row", "concat_ws('|', day, strftime(seen, '%d %H:%M'), must)"))
                    .isEqualTo("2026-06-01|01 00:30|2026-06-01 "
                            .repeat(TIMES.size())
                            .strip());
        }
    }

    private static String times() {
        var rows = new StringBuilder();
        TIMES.forEach(time -> rows.append(
                String.join(",", "Z" + rows.length(), time, time, "", "", "", "", "", "", "", "", time + "\n")));
        return rows + "Y1,,2026-06-01 00:30:00 CST,,,,,,,,,2026-06-01\nY2,,2026-06-01 25:30:00Z,,,,,,,,,2026-06-01\n";
    }

    @Test
    void aDecimalIsNeverRoundedInSilence() {
        try (var files = files(LEDGER)) {
            files.put("台账.csv", HEADINGS + DECIMALS);
            files.pull();
            assertThat(files.rejects()).isEmpty();
            var rounded = " d 小数超过4位，按四舍五入计";
            assertThat(files.warnings())
                    .isEqualTo("2" + rounded + "; 3" + rounded + "; 5" + rounded + "; 7" + rounded + "; 8" + rounded);
            assertThat(files.values("ledger_row", "d")).endsWith(" 0.1234 12.5000 99999999999999.9999");
        }
    }

    @Test
    void aLargeFileIsJudgedTheSame() {
        var rows = HEADINGS + words() + MISTAKES + DECLARED + ERRORS + TRICKS + times() + DECIMALS;
        for (var ledger : List.of(LEDGER, DECLARING)) {
            var outcomes = new ArrayList<String>();
            for (var text : List.of(rows, rows + padding())) {
                try (var files = files(ledger)) {
                    files.put("台账.csv", text);
                    files.pull();
                    assertThat(files.session.query("select * from ledger.large"))
                            .hasSize(text.length() > rows.length() ? 1 : 0);
                    outcomes.add(files.rejects()
                            + files.warnings()
                            + files.session.query("select * exclude (load_id, origin) from loaded.ledger_row"
                                    + " where id not like 'B%' order by source_row"));
                }
            }
            assertThat(outcomes.get(1)).isEqualTo(outcomes.get(0));
        }
    }

    private ArrivingFiles files(String ledger) {
        var files = new ArrivingFiles(folder.resolve(String.valueOf(System.nanoTime())))
                .declare(PLACES)
                .declare(ledger);
        files.put("名册.csv", "工地编码\nP1\n");
        return files;
    }

    /** Rows that make a file so large that it is read the quick way. */
    private static String padding() {
        var rows = new StringBuilder();
        for (int i = 100_000; i < 230_000; i++) {
            rows.append('B')
                    .append(i)
                    .append(",2026-06-01,2026-06-01 08:30:00,5,1.5,2.50,是,")
                    .append("要长一些，文件才够大".repeat(2))
                    .append(",甲,320102202401150101,P1,2026-06-01\n");
        }
        return rows.toString();
    }
}
