package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.SharedCases;

class PullTest {

    @TempDir
    Path folder;

    @Test
    void aFileThatHasNotChangedIsLeftAlone() {
        try (var fixture = new PullFixture(folder)) {
            fixture.put("a.csv", "编号,数值\nA1,1\n");
            assertThat(fixture.pull()).allMatch(loaded -> loaded.load() > 0);
            assertThat(fixture.pull()).allMatch(loaded -> loaded.load() == 0 && loaded.read() == 0);
            assertThat(fixture.session
                            .one("select count(*) as n from ledger.load where dataset = 'thing'")
                            .whole("n"))
                    .isEqualTo(1);
        }
    }

    /** Rows of one state under the hash of another would stay, as if the file were known. */
    @Test
    void aFileThatIsReplacedWhileItIsReadIsLoadedAsItIsOrTold() throws Exception {
        var states = new ArrayList<String>();
        for (int value = 1; value <= 3; value++) {
            var text = new StringBuilder("编号,数值\n");
            for (int row = 0; row < 3000; row++) {
                text.append('A').append(row).append(',').append(value).append('\n');
            }
            states.add(text.toString());
        }
        try (var fixture = new PullFixture(folder)) {
            var stop = new AtomicBoolean();
            var writer = new Thread(() -> {
                for (int i = 0; !stop.get(); i++) {
                    fixture.put("beside.tmp", states.get(i % 3));
                    fixture.rename("beside.tmp", "a.csv");
                }
            });
            fixture.put("a.csv", states.get(0));
            writer.start();
            for (int i = 0; i < 10; i++) {
                try {
                    fixture.pull();
                } catch (PullException e) {
                    assertThat(e).hasMessageContaining("a.csv: it was changed while it was read; run again");
                }
            }
            stop.set(true);
            writer.join();
            for (var load : fixture
                    .session
                    .query(
                            "select sha256, min(x) as x from ledger.load join dataset.thing using (load_id) group by all")
                    .stream()
                    .toList()) {
                assertThat(load.text("sha256"))
                        .isEqualTo(DigestUtils.sha256Hex(states.get((int) load.number("x") - 1)));
            }
        }
    }

    @Test
    void aCorrectedFileBecomesANewLoadAndTheOldRowsStay() {
        try (var fixture = new PullFixture(folder)) {
            fixture.put("a.csv", "编号,数值\nA1,1\nA2,2\n");
            fixture.pull();
            fixture.put("a.csv", "编号,数值\nA1,5\nA2,2\n");
            assertThat(fixture.pull())
                    .singleElement()
                    .matches(loaded -> loaded.loaded() == 2 && loaded.rejected() == 0);
            assertThat(fixture.values("x")).isEqualTo("1.0 2.0 5.0 2.0");
        }
    }

    @Test
    void aKeyThatAnotherFileHasBroughtIsRejectedInTheLaterOne() {
        try (var fixture = new PullFixture(folder)) {
            fixture.put("a.csv", "编号,数值\nA1,1\n");
            fixture.put("b.csv", "编号,数值\nA1,9\nB1,1\n");
            fixture.pull();
            assertThat(fixture.loaded()).isEqualTo("2:A1 3:B1");
            fixture.put("c.csv", "编号,数值\nB1,9\nC1,1\n");
            fixture.pull();
            assertThat(fixture.loaded()).isEqualTo("2:A1 3:B1 3:C1");
            assertThat(fixture.rejects()).isEqualTo("2 id 与前面的行重复; 2 id 已在其他批次中报送");
        }
    }

    @Test
    void aMergedKeyMayComeAgainInALaterFileButNotInTheSame() {
        try (var fixture = new PullFixture(folder, "merge")) {
            fixture.put("a.csv", "编号,数值\nA1,1\nA1,2\n");
            fixture.put("b.csv", "编号,数值\nA1,9\n");
            fixture.pull();
            assertThat(fixture.values("x")).isEqualTo("1.0 9.0");
            assertThat(fixture.rejects()).isEqualTo("3 id 与前面的行重复");
        }
    }

    @Test
    void eachFileOfAFullDatasetReplacesTheOneBeforeAndIsLoadedOnce() {
        try (var fixture = new PullFixture(folder, "full")) {
            fixture.put("a-05.csv", "编号,数值\nA1,1\n");
            fixture.put("a-06.csv", "编号,数值\nA1,2\n");
            assertThat(fixture.pull()).hasSize(2).allMatch(loaded -> loaded.load() > 0 && loaded.rejected() == 0);
            assertThat(fixture.pull()).hasSize(2).allMatch(loaded -> loaded.load() == 0);
        }
    }

    @Test
    void aFileThatCannotBeReadIsNamedAndTheOthersAreLoaded() {
        try (var fixture = new PullFixture(folder)) {
            fixture.put("a.csv", "编号,数值\nA1,1\n");
            fixture.put("b.csv", "什么也没有\n");
            fixture.put("c.csv", "编号,数值\nC1,1\n");
            fixture.put("d.json", "[{");
            assertThatThrownBy(fixture::pull)
                    .isInstanceOf(PullException.class)
                    .hasMessageContaining("2 file(s) could not be read")
                    .hasMessageContaining("in/b.csv: no line with the headings")
                    .hasMessageContaining("in/d.json: not readable as JSON");
            assertThat(fixture.loaded()).isEqualTo("2:A1 2:C1");
            fixture.put("b.csv", "编号,数值\nB1,1\n");
            fixture.put("d.json", "[]");
            assertThat(fixture.pull().stream().filter(loaded -> loaded.load() > 0))
                    .hasSize(2);
        }
    }

    @Test
    void aColumnThatIsMissingOrUnknownIsNoted() {
        try (var fixture = new PullFixture(folder)) {
            fixture.put("a.csv", "编号,备住,颜色\nA1,x,红\n");
            assertThat(fixture.pull().get(0).notes())
                    .hasSize(2)
                    .anyMatch(note -> note.contains("no column 备注, did you mean '备住'?; no column"))
                    .contains(
                            "columns 备住, 颜色 are not known; if 备住 is note, put it under 'headings', if nobody needs it,"
                                    + " under 'ignore' in spec/source.yaml");
        }
    }

    /** What a row of a large file becomes is what it becomes in a small one. */
    @Test
    void aLargeFileIsJudgedLikeASmallOne() {
        var heading = "编号,时间,数量（个）,数值,金额,占比,月份,是否,类别,日期,截止,信用代码,工地,备注\n";
        var odd = new StringBuilder();
        var usual = List.of(
                "2026-06-01 08:30:00",
                "5",
                "1.5",
                "2.50",
                "12.5",
                "2026-06",
                "是",
                "甲",
                "2026-06-01",
                "2026-06-02",
                "91110000600037341L",
                "P1",
                "无");
        var others = List.of(
                List.of("2026/6/1 8:30", "1850-01-01 00:00:00", "没有", "2026-06-01 08:30:00+00"),
                List.of("5.5", "0x1F", "-1", "100001", "1_000", "５"),
                List.of("nan", "inf", "-1e999", "\"1,5\"", "1_5", "1，500.5"),
                List.of("3.00001", "x"),
                List.of("12.5%", "很多"),
                List.of("202606", "2026年6月", "2026-13"),
                List.of("否", "也许", "1"),
                List.of("丙", " 甲 "),
                List.of("1999-12-31", "2026-02-30", "46000"),
                List.of("2026-05-31", ""),
                List.of("91110000600037341X", "91110000600037341l", "短"),
                List.of("P9", "Ｐ1", ""),
                List.of(" 前后有空 ", "\"引,号\"", "合计"));
        int rows = 0;
        for (int column = 0; column < usual.size(); column++) {
            for (var value : others.get(column)) {
                var cells = new ArrayList<>(usual);
                cells.set(column, value);
                odd.append("A")
                        .append(++rows)
                        .append(',')
                        .append(String.join(",", cells))
                        .append('\n');
            }
        }
        odd.append("a1,,,,,,,,,,,,,\n,,,,,,,,,,,,,\n合计,,9,,,,,,,,,,,\nA1,,,,,,,,,,,,,\n")
                .append("A900000,,,,,,,,,,,,,\n");
        var padding = new StringBuilder();
        for (int i = 0; i < 220_000; i++) {
            padding.append("B")
                    .append(i)
                    .append(',')
                    .append(String.join(",", usual))
                    .append('\n');
        }
        var outcomes = new ArrayList<String>();
        for (var text : List.of(heading + odd, heading + odd + padding)) {
            try (var fixture = PullFixture.withoutNames(folder.resolve(String.valueOf(text.length())))) {
                fixture.put("things.csv", text);
                fixture.pull();
                assertThat(fixture.session.query("select * from ledger.large"))
                        .hasSize(text.length() > 16 << 20 ? 1 : 0);
                outcomes.add(fixture.rejects()
                        + fixture.session.query(
                                "select * from loaded.thing where id like 'A%'" + " order by source_row"));
            }
        }
        assertThat(outcomes.get(1)).isEqualTo(outcomes.get(0));
    }

    @Test
    void theRowOfALargeFileKeepsItsNumberAndItsReason() {
        int rows = 700_000;
        var text = new StringBuilder("编号,时间,数量（个）,数值,工地,备注\n");
        for (int i = 1; i <= rows; i++) {
            text.append(
                    switch (i) {
                        case 10 -> " A10 ,2026/6/1 8:30,5,１．５,P1,清理后可用\n";
                        case 123_456 -> "A123456,2026-06-01 08:30:00,x,1.5,P1,\n";
                        case 200_000 -> "A200000,2026-06-01 08:30:00,5,1.5,P9,\n";
                        case 300_000 -> "A7,2026-06-01 08:30:00,5,1.5,P1,重复\n";
                        case 400_000 -> "A10,2026-06-01 08:30:00,5,1.5,P1,与清理后的重复\n";
                        case 500_000 -> ",,,,,\n";
                        case 600_000 -> "合计,,5,,,\n";
                        case 650_000 -> "A650000,2026-06-01 08:30:00,200000,1.5,P1,\n";
                        default -> "A" + i + ",2026-06-01 08:30:00," + i % 1000 + ",1.5,P1,\n";
                    });
        }
        try (var fixture = PullFixture.withoutNames(folder)) {
            fixture.put("large.csv", text.toString());
            assertThat(fixture.data.resolve("in/large.csv").toFile().length()).isGreaterThan(16L << 20);
            assertThat(fixture.pull())
                    .singleElement()
                    .matches(loaded ->
                            loaded.read() == rows - 2 && loaded.loaded() == rows - 7 && loaded.rejected() == 5);
            assertThat(fixture.rejects())
                    .isEqualTo("123457 n 不是整数; 200001 place 工地不在工地名册中; 300001 id 与前面的行重复;"
                            + " 400001 id 与前面的行重复; 650001 n 大于允许的最大值100000");
            assertThat(fixture.session.query("select id from loaded.thing where id <> 'A' || (source_row - 1)"))
                    .isEmpty();
            assertThat(fixture.session
                            .one("select seen, x, note from loaded.thing where id = 'A10'")
                            .values())
                    .hasToString("{seen=2026-06-01T08:30, x=1.5, note=清理后可用}");
            fixture.put("more.csv", "编号,数值\nA7,1\nB7,1\n");
            fixture.pull();
            assertThat(fixture.rejects()).endsWith("2 id 已在其他批次中报送");
        }
    }

    @Test
    void largeUnsortedFilesFindTheSameDuplicates() {
        var text = new StringBuilder("编号,备注\n");
        for (int i = 0; i < 400_000; i++) {
            text.append('A').append((i * 7L) % 399_999).append(",这一行要长一些，文件才够大，才走得上快的路\n");
        }
        try (var fixture = PullFixture.withoutNames(folder)) {
            fixture.put("large.csv", text.toString());
            fixture.pull();
            assertThat(fixture.rejects()).isEqualTo("400001 id 与前面的行重复");
        }
    }

    @Test
    void creditCodesAreCheckedAsTheStandardSays() throws Exception {
        var codes = new ArrayList<String>();
        var valid = new HashSet<String>();
        var cases = SharedCases.folder("uscc-gb32100");
        for (var line : Files.readAllLines(cases.resolve("expected.csv"))) {
            var cells = line.split(",", -1);
            if (!cells[0].equals("code")) {
                codes.add(cells[0]);
            }
            if (cells[1].equals("valid")) {
                valid.add(cells[0]);
            }
        }
        // Five real registrations of the early pilot break the standard; the case says to warn, not to refuse.
        var known = codes.stream()
                .filter(code -> !valid.contains(code) && code.startsWith("M000", 8))
                .toList();
        try (var fixture = new PullFixture(folder)) {
            var text = new StringBuilder("编号,信用代码\n");
            for (int i = 0; i < codes.size(); i++) {
                text.append('A').append(i).append(',').append(codes.get(i)).append('\n');
            }
            fixture.put("codes.csv", text.toString());
            var loaded = fixture.pull().get(0);
            var taken = fixture.session.query("select code from loaded.thing").stream()
                    .map(row -> row.text("code"))
                    .toList();
            for (var code : codes) {
                assertThat(taken.contains(code)).as(code).isEqualTo(valid.contains(code) || known.contains(code));
            }
            assertThat(known).hasSize(5);
            assertThat(loaded.notes()).anyMatch(note -> note.contains("5") && note.contains("GB 32100"));
        }
    }

    @Test
    void aKilledPullLeavesWholeFilesAndTheNextOneGoesOn() throws Exception {
        for (var home : List.of("killed", "undisturbed")) {
            var in = Files.createDirectories(folder.resolve(home).resolve("data/in"));
            for (int f = 0; f < 20; f++) {
                Files.writeString(in.resolve(f + ".csv"), "编号,数值\nA" + f + ",1\nB" + f + ",x\n");
            }
            var text = new StringBuilder();
            for (int i = 0; i < 300_000; i++) {
                text.append("{\"编号\":\"C").append(i).append("\",\"数值\":\"1\"}\n");
            }
            Files.writeString(in.resolve("large.json"), text);
        }
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PullSlowly.class.getName(),
                        folder.resolve("killed").toString())
                .redirectErrorStream(true)
                .start();
        try (var said = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith("advanced")) {
                    break;
                }
            }
        }
        process.destroyForcibly().waitFor();
        try (var killed = PullFixture.onDisk(folder.resolve("killed"));
                var undisturbed = PullFixture.onDisk(folder.resolve("undisturbed"))) {
            long whole = killed.session
                    .query("select load_id from ledger.load as l where dataset = 'thing' and rows_loaded = (select"
                            + " count(*) from loaded.thing as t where t.load_id = l.load_id)")
                    .size();
            assertThat(killed.session
                            .one("select count(*) as n from ledger.load where dataset = 'thing'")
                            .whole("n"))
                    .isEqualTo(whole)
                    .isBetween(20L, 21L);
            killed.pull();
            undisturbed.pull();
            assertThat(killed.loaded()).isEqualTo(undisturbed.loaded());
            assertThat(killed.rejects()).isEqualTo(undisturbed.rejects());
        }
    }

    /** Pulls, and tells each advance. */
    static final class PullSlowly {

        public static void main(String[] arguments) {
            try (var fixture = PullFixture.onDisk(Path.of(arguments[0]))) {
                fixture.pull(by -> System.out.println("advanced " + by));
            }
        }
    }
}
