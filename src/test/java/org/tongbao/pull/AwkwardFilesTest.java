package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dhatim.fastexcel.VisibilityState;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as they really arrive: each awkwardness alone, with the rows that it must leave loaded and rejected. */
class AwkwardFilesTest {

    private static final Charset GB18030 = Charset.forName("GB18030");

    @TempDir
    Path folder;

    /** A file and what must become of it. */
    private static final class Case {

        private final String name;
        private final Consumer<PullFixture> file;
        private @Nullable String loaded;
        private @Nullable String column;
        private @Nullable String values;
        private String rejects = "";
        private @Nullable String refused;

        Case(String name, Consumer<PullFixture> file) {
            this.name = name;
            this.file = file;
        }

        Case loads(String rows) {
            loaded = rows;
            return this;
        }

        Case with(String of, String expected) {
            column = of;
            values = expected;
            return this;
        }

        Case rejects(String rows) {
            rejects = rows;
            return this;
        }

        Case refused(String because) {
            refused = because;
            return this;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"writings", "days", "numbers", "words", "rules", "objects", "sheets"})
    void everyRowIsLoadedOrRejected(Case awkward) {
        try (var fixture = new PullFixture(folder)) {
            awkward.file.accept(fixture);
            if (awkward.refused != null) {
                assertThatThrownBy(fixture::pull)
                        .isInstanceOf(PullException.class)
                        .hasMessageContaining(awkward.refused);
                assertThat(fixture.loaded()).isEmpty();
                return;
            }
            var results = fixture.pull();
            assertThat(results).allMatch(r -> r.read() == r.loaded() + r.rejected());
            if (awkward.loaded != null) {
                assertThat(fixture.loaded()).isEqualTo(awkward.loaded);
            }
            if (awkward.column != null) {
                assertThat(fixture.values(awkward.column)).isEqualTo(awkward.values);
            }
            assertThat(fixture.rejects()).isEqualTo(awkward.rejects);
            assertThat(fixture.pull()).allMatch(r -> r.load() == 0);
        }
    }

    static Stream<Case> writings() {
        return Stream.of(
                csv("UTF-8 with a byte order mark", "\uFEFF编号,数值\nA1,1\n").loads("2:A1"),
                csv("GB18030", "编号,备注\nA1,施工\n", GB18030).loads("2:A1").with("note", "施工"),
                csv("GB18030 with characters beyond GBK", "编号,备注\nA1,㐂𠮷䶮\n", GB18030)
                        .loads("2:A1")
                        .with("note", "㐂𠮷䶮"),
                csv(
                                "GB18030 with the same row again and again",
                                "编号,备注\nA1,x\n" + "A1,x\n".repeat(3) + "B1,施\n",
                                GB18030)
                        .loads("2:A1 6:B1")
                        .rejects("3 id 与前面的行重复; 4 id 与前面的行重复; 5 id 与前面的行重复"),
                csv(
                                "UTF-16, as spreadsheet programs write Unicode text",
                                "\uFEFF编号\t备注\r\nA1,上\r\nA2\t上\r\n",
                                StandardCharsets.UTF_16LE)
                        .loads("3:A2")
                        .rejects("2 id 格式不符"),
                csv("bytes that are no text", "编号,数值\nA1,\u0081\u00ff\n", StandardCharsets.ISO_8859_1)
                        .refused("is neither UTF-8 nor GB18030"),
                csv("tabs", "编号\t数值\nA1\t1,5\n").rejects("2 x 不是数值"),
                csv("semicolons", "编号;数值\nA1;15\n").loads("2:A1").with("x", "15.0"),
                csv("bars", "编号|备注\nA1|a,b\n").loads("2:A1").with("note", "a,b"),
                csv("CR LF", "编号,数值\r\nA1,1\r\nA2,2\r\n").loads("2:A1 3:A2"),
                csv("CR alone", "编号,数值\rA1,1\rA2,2\r").loads("2:A1 3:A2"),
                csv("no end of line at the end", "编号,数值\nA1,1\nA2,2").loads("2:A1 3:A2"),
                csv("empty lines at the end", "编号,数值\nA1,1\n\n\n").loads("2:A1"),
                csv("empty lines between", "编号,数值\nA1,1\n\n\nA2,2\n").loads("2:A1 5:A2"),
                csv("rows of commas and blanks", "编号,数值\nA1,1\n,\n , 　\nA2,2\n").loads("2:A1 5:A2"),
                csv("quotes", "编号,备注\n\"A1\",\"a \"\"b\"\", c\"\n")
                        .loads("2:A1")
                        .with("note", "a \"b\", c"),
                csv("a line break within quotes", "编号,备注\nA1,\"a\nb\"\nA2,c\nA3,d\n")
                        .loads("2:A1 4:A2 5:A3"),
                csv("a line break within a heading", "\"编\n号\",数值\nA1,1\nA2,2\n")
                        .loads("3:A1 4:A2"),
                csv("line breaks in headings, cells and titles", "\"台\n账\"\n\"编\r\n号\",备注\nA1,\"a\nb\"\nA2,c\n")
                        .loads("5:A1 7:A2"),
                csv("CR alone, also within quotes", "编号,备注\rA1,\"a\rb\"\rA2,c\r")
                        .loads("2:A1 4:A2"),
                csv("a quotation mark in a title", "\"六月台账\n编号,备注\nA1,\"a\nb\"\nA2,c\n")
                        .loads("3:A1 5:A2"),
                csv("a quotation mark that is never closed", "编号,备注\nA1,a\nA2,\"b\nA3,c\n")
                        .loads("2:A1")
                        .rejects("3  引号未闭合"),
                csv("a quotation mark within a cell", "编号,备注\nA1,5\" pipe\nA2,b\n")
                        .loads("2:A1 3:A2"),
                csv("a row too short", "编号,数值,备注\nA1\nA2,2\nA3,3,c\n").loads("2:A1 3:A2 4:A3"),
                csv("a row too long", "编号,数值\nA1,1\nA2,2,extra\nA3,3\n")
                        .loads("2:A1 4:A3")
                        .rejects("3  列数不符：表头2列，本行3列"),
                csv("a comma at the end of every row", "编号,数值,\nA1,1,\nA2,2,\n").loads("2:A1 3:A2"),
                csv("title lines above the headings", "2026年6月物件表\n单位：个\n编号,数值\nA1,1\n")
                        .loads("4:A1"),
                csv("headings with blanks and brackets in the other width", "编　号 ,数量(个)\nA1,5\n")
                        .loads("2:A1")
                        .with("n", "5"),
                csv("a synonym as heading", "物件编号,数值\nA1,1\n").loads("2:A1"),
                csv("columns in another order, and one nobody knows", "数值,颜色,编号\n1,红,A1\n")
                        .loads("2:A1"),
                csv("a heading that stands twice", "编号,数值,数值\nA1,1,2\n")
                        .loads("2:A1")
                        .with("x", "1.0"),
                csv("a required column that was renamed", "编码号,数值\nA1,1\n")
                        .refused("no column 编号 / 物件编号, did you mean"),
                csv("no headings at all", "A1,1\nA2,2\n").refused("no line with the headings"),
                csv("an empty file", "").refused("the file is empty"),
                csv("headings only", "编号,数值\n").loads(""),
                csv("a row of totals", "编号,数值\nA1,1\n合计,1\n 小计 ,1\n").loads("2:A1"));
    }

    static Stream<Case> days() {
        return Stream.of(
                csv("days in every writing", """
                        编号,日期
                        A1,2026-06-01
                        A2,2026/6/1
                        A3,2026.6.1
                        A4,2026年6月1日
                        A5,20260601
                        A6,46174
                        A7,２０２６-０６-０１
                        A8, 2026-06-01\s
                        A9,2026-6-1
                        A10,2026-06-01 08:30:00
                        A11,2026/6/1 0:00
                        A12,2026年06月01日
                        """)
                        .with("day", "2026-06-01 ".repeat(12).strip()),
                csv("days that do not exist", """
                        编号,日期
                        A1,2026-02-30
                        A2,2025-13-05
                        A3,2025-02-29
                        A4,2024-02-29
                        A5,0000-00-00
                        A6,6月1日
                        A7,infinity
                        A8,0026-06-01
                        A9,99999
                        A10,2026-06-01x
                        A11,epoch
                        """)
                        .loads("5:A4")
                        .rejects("2 day 日期无效; 3 day 日期无效; 4 day 日期无效; 6 day 日期无效; 7 day 日期无效; 8 day 日期无效;"
                                + " 9 day 日期无效; 10 day 日期无效; 11 day 日期无效; 12 day 日期无效"),
                csv("a day before all days", "编号,日期\nA1,1999-12-31\nA2,2000-01-01\n")
                        .loads("3:A2")
                        .rejects("2 day 小于允许的最小值2000-01-01"),
                csv("times in every writing", """
                        编号,时间
                        A1,2026-06-01 08:30:00
                        A2,2026-06-01T08:30:00
                        A3,2026/6/1 8:30
                        A4,2026年6月1日 8时30分
                        A5,20260601083000
                        A6,2026-06-01T08:30:00+08:00
                        A7,2026-06-01T00:30:00Z
                        A8,46174.354166667
                        A9,2026-06-01 08:30
                        """)
                        .with("seen", "2026-06-01 08:30:00 ".repeat(9).strip()),
                csv(
                                "a time without an hour, and hours that do not exist",
                                "编号,时间\nA1,2026-06-01\nA2,2026-06-01 25:00:00\nA3,现在\n")
                        .with("seen", "2026-06-01 00:00:00")
                        .rejects("3 seen 时间无效; 4 seen 时间无效"),
                csv(
                                "months in every writing",
                                "编号,月份\nA1,2026-06\nA2,2026年6月\nA3,202606\nA4,2026/6\nA5,2026-06-15\nA6,2026.06\nA7,2026-6\nA8,2026-13\n")
                        .with("month", "2026-06-01 ".repeat(7).strip())
                        .rejects("9 month 日期无效"));
    }

    static Stream<Case> numbers() {
        return Stream.of(
                csv(
                                "numbers in every writing",
                                "编号,数值\nA1,\"1,234.5\"\nA2,１２３４．５\nA3,1234.50\nA4,1.2345e3\nA5,+1234.5\nA6,\"1，234.5\"\nA7, 1234.5 \n")
                        .with("x", "1234.5 ".repeat(7).strip()),
                csv(
                                "what is no number",
                                "编号,数值\nA1,NaN\nA2,inf\nA3,1e999\nA4,一百\nA5,\"1,23\"\nA6,1_000\nA7,12个\nA8,-\nA9,0x1F\nA10,5\n")
                        .loads("11:A10")
                        .rejects("2 x 不是数值; 3 x 不是数值; 4 x 不是数值; 5 x 不是数值; 6 x 不是数值; 7 x 不是数值; 8 x 不是数值;"
                                + " 9 x 不是数值; 10 x 不是数值"),
                csv(
                                "a percentage is a share, unless its column counts in percent",
                                "编号,数值,占比\nA1,95.3%,95.3%\nA2,0.953,95.3\n")
                        .with("x || '/' || share", "0.953/95.3 0.953/95.3"),
                csv(
                                "whole numbers",
                                "编号,数量（个）\nA1,5\nA2,5.0\nA3,\"5,000\"\nA4,５\nA5,5.5\nA6,-1\nA7,100001\nA8,007\nA9,99999999999999999999\nA10,0x1F\n")
                        .with("n", "5 5 5000 5 7")
                        .rejects("6 n 不是整数; 7 n 小于允许的最小值0; 8 n 大于允许的最大值100000; 10 n 不是整数; 11 n 不是整数"),
                csv("money", "编号,金额\nA1,\"12,345.6789\"\nA2,0.00001\nA3,99999999999999999\n")
                        .with("d", "12345.6789 0.0000")
                        .rejects("4 d 不是数值"),
                csv("yes and no", "编号,是否\nA1,是\nA2,否\nA3,TRUE\nA4,0\nA5,有\nA6,无\nA7,√\nA8,也许\nA9,\n")
                        .with("flag", "true false true false true false true -")
                        .rejects("9 flag 应填是或否"));
    }

    static Stream<Case> words() {
        return Stream.of(
                csv("blanks of every kind around", "编号,类别\n A1 ,甲\n\u3000A2\u3000,　乙\u00a0\nA3\t,\u00a0甲\n")
                        .loads("2:A1 3:A2 4:A3")
                        .with("kind", "甲 乙 甲"),
                csv("a code in full width, a note left as it is", "编号,备注\nＡ１２,ＡＢＣ１２３（甲）\n")
                        .loads("2:A12")
                        .with("note", "ＡＢＣ１２３（甲）"),
                csv("characters that no text holds", "编号,备注\nA1,a\u0000b\u0001\nA2,\uFFFEc\n")
                        .loads("2:A1 3:A2")
                        .with("note", "ab c"),
                json("characters that no text holds, escaped", "[{\"编号\":\"A1\",\"备注\":\"a\\u0000\\u0007b\"}]")
                        .with("note", "ab"),
                csv("a value that is not allowed", "编号,类别\nA1,丙\nA2,甲\n")
                        .loads("3:A2")
                        .rejects("2 kind 应为甲、乙之一"),
                csv("a code of the wrong form", "编号,数值\na1,1\n1A,2\nA1,3\n,4\n")
                        .loads("4:A1")
                        .rejects("2 id 格式不符; 3 id 格式不符; 5 id 必填项为空"),
                csv(
                                "credit codes: right, in small letters, wrong digit, early pilot, too short, wrong sign",
                                "编号,信用代码\nA1,91350100M000100Y43\nA2,91350100m000100y43\nA3,91110000600037341N\nA4,91350211M0000XUF46\nA5,9135\nA6,9135010OM000100Y43\n")
                        .loads("2:A1 3:A2 5:A4")
                        .rejects("4 code 统一社会信用代码不符合GB 32100; 6 code 统一社会信用代码不符合GB 32100; 7 code 统一社会信用代码不符合GB 32100"),
                csv(
                                "a text with marks of every kind",
                                "编号,备注\nA1,'; drop table dataset.thing; --\nA2,\\n\\t%_{}$1?\nA3,😀施工\n")
                        .loads("2:A1 3:A2 4:A3"));
    }

    static Stream<Case> rules() {
        return Stream.of(
                csv("a key that leads nowhere", "编号,工地\nA1,P1\nA2,P9\nA3,\n")
                        .loads("2:A1 4:A3")
                        .rejects("3 place 工地不在工地名册中"),
                csv("a name that stands for a key", "编号,工地名称\nA1,一号工地\nA2,三号工地\n")
                        .with("named", "P1")
                        .rejects("3 named 工地名称不在工地名册中"),
                csv("a name that two bear", "编号,工地名称\nA1,同名\n").loads("").rejects("2 named 工地名称不在工地名册中"),
                csv(
                                "rows that contradict themselves",
                                "编号,日期,截止\nA1,2026-06-02,2026-06-01\nA2,2026-06-01,2026-06-02\nA3,2026-06-01,\n")
                        .loads("3:A2 4:A3")
                        .rejects("2 until 截止早于日期"),
                csv("the same row twice, the second time with blanks", "编号,数值\nA1,1\nA2,2\n A1 ,1\nA1,9\n")
                        .loads("2:A1 3:A2")
                        .rejects("4 id 与前面的行重复; 5 id 与前面的行重复"),
                csv("a bad row does not stand in the way of a good one", "编号,数值\nA1,x\nA1,1\n")
                        .loads("3:A1")
                        .rejects("2 x 不是数值"),
                csv("two faults: the first column's is told", "编号,日期,数值\nA1,2026-02-30,x\n")
                        .loads("")
                        .rejects("2 day 日期无效"));
    }

    static Stream<Case> objects() {
        return Stream.of(
                json("an array", "[{\"编号\":\"A1\",\"数值\":1.5},{\"编号\":\"A2\",\"数值\":\"2\"}]")
                        .loads("1:A1 2:A2")
                        .with("x", "1.5 2.0"),
                json("one object a line", "{\"编号\":\"A1\"}\n{\"编号\":\"A2\"}\n").loads("1:A1 2:A2"),
                json("absent and null values", "[{\"编号\":\"A1\",\"数值\":null},{\"编号\":\"A2\"},{\"数值\":1}]")
                        .loads("1:A1 2:A2")
                        .rejects("3 id 必填项为空"),
                json("yes and no as such", "[{\"编号\":\"A1\",\"是否\":true}]").with("flag", "true"),
                json("an object within", "[{\"编号\":\"A1\",\"备注\":{\"a\":[1]}}]").with("note", "{\"a\":[1]}"),
                json("an empty array", "[]").loads(""),
                json("cut off in the middle", "[{\"编号\":\"A1\"},{\"编号\":").refused("not readable as JSON"),
                json("a required key that is never there", "[{\"编\":\"A1\"}]").refused("no column 编号"),
                json("no JSON at all", "编号,数值\n").refused("not readable as JSON"),
                new Case(
                                "Parquet with types",
                                fixture -> parquet(
                                        fixture, "'A' || i as 编号, date '2026-06-01' as 日期, i * 1.5::double as 数值"))
                        .loads("1:A0 2:A1")
                        .with("x", "0.0 1.5"),
                new Case("Parquet as text", fixture -> parquet(fixture, "'A' || i as 编号, '2026年6月1日' as 日期"))
                        .with("day", "2026-06-01 2026-06-01"),
                new Case("Parquet without a required column", fixture -> parquet(fixture, "i as 数值"))
                        .refused("no column 编号"),
                new Case("Parquet that is none", fixture -> fixture.put("a.parquet", "PAR1 no"))
                        .refused("not readable as Parquet"));
    }

    static Stream<Case> sheets() {
        return Stream.of(
                sheet("a title and a note above the headings", sheet -> {
                            row(sheet, 0, "2026年6月物件表");
                            sheet.range(0, 0, 0, 3).merge();
                            row(sheet, 1, "填报单位：某县");
                            row(sheet, 2, "编号", "数值");
                            row(sheet, 3, "A1", 1.5);
                        })
                        .loads("4:A1"),
                sheet("headings in two rows, merged across and down", sheet -> {
                            row(sheet, 0, "物件表");
                            row(sheet, 1, "编号", "期限", null, "备注");
                            row(sheet, 2, null, "日期", "截止", null);
                            sheet.range(1, 0, 2, 0).merge();
                            sheet.range(1, 1, 1, 2).merge();
                            row(sheet, 3, "A1", "2026-06-01", "2026-06-02", "x");
                        })
                        .loads("4:A1")
                        .with("until", "2026-06-02"),
                sheet("days as days, as text and as numbers", sheet -> {
                            row(sheet, 0, "编号", "日期");
                            row(sheet, 1, "A1", LocalDate.of(2026, 6, 1));
                            row(sheet, 2, "A2", "2026.6.1");
                            row(sheet, 3, "A3", 46174);
                        })
                        .with("day", "2026-06-01 2026-06-01 2026-06-01"),
                sheet("a time to the second", sheet -> {
                            row(sheet, 0, "编号", "时间");
                            row(sheet, 1, "A1", LocalDateTime.of(2026, 6, 1, 8, 29, 59));
                            row(sheet, 2, "A2", LocalDateTime.of(2026, 6, 1, 16, 40));
                        })
                        .with("strftime(seen, '%dT%H:%M:%S')", "01T08:29:59 01T16:40:00"),
                sheet("a line break as a spreadsheet escapes it", sheet -> {
                            row(sheet, 0, "编号", "备注");
                            row(sheet, 1, "A1", "x_x000D_\ny_x0001_");
                        })
                        .with("replace(note, chr(13) || chr(10), '/')", "x/y"),
                sheet("numbers as text and codes as numbers", sheet -> {
                            row(sheet, 0, "编号", "数量（个）", "备注");
                            row(sheet, 1, "A1", "5", 12345);
                        })
                        .with("n || note", "512345"),
                sheet("a percent cell", sheet -> {
                            row(sheet, 0, "编号", "数值", "占比");
                            row(sheet, 1, "A1", 0.953, 0.953);
                            sheet.style(1, 1).format("0.0%").set();
                            sheet.style(1, 2).format("0.0%").set();
                        })
                        .with("x || '/' || share", "0.953/95.3"),
                sheet("a formula counts as its value, an error as what it shows", sheet -> {
                            row(sheet, 0, "编号", "数值");
                            row(sheet, 1, "A1", 2);
                            row(sheet, 2, "A2", "#DIV/0!");
                        })
                        .loads("2:A1")
                        .rejects("3 x 是表格程序的错误值，请改正公式"),
                sheet("rows of totals and empty rows", sheet -> {
                            row(sheet, 0, "编号", "数值");
                            row(sheet, 1, "A1", 1);
                            row(sheet, 4, "A2", 2);
                            row(sheet, 5, "小计", 3);
                            row(sheet, 6, " ", null);
                            row(sheet, 7, "合计", 3);
                        })
                        .loads("2:A1 5:A2"),
                sheet("a signature below the table", sheet -> {
                            row(sheet, 0, "编号", "数值");
                            row(sheet, 1, "A1", 1);
                            row(sheet, 3, "制表人：张某", null);
                        })
                        .loads("2:A1")
                        .rejects("4 id 格式不符"),
                new Case(
                                "a hidden sheet before the one that counts",
                                fixture -> fixture.putSheet("a.xlsx", book -> {
                                    var hidden = book.newWorksheet("字典");
                                    row(hidden, 0, "编号", "数值");
                                    row(hidden, 1, "A9", 9);
                                    hidden.setVisibilityState(VisibilityState.HIDDEN);
                                    var shown = book.newWorksheet("表");
                                    row(shown, 0, "编号", "数值");
                                    row(shown, 1, "A1", 1);
                                }))
                        .loads("2:A1"),
                sheet("headings only", sheet -> row(sheet, 0, "编号", "数值")).loads(""),
                sheet("nothing at all", sheet -> {}).refused("no row with the headings"),
                sheet("a required column that is missing", sheet -> row(sheet, 0, "数值", "备注"))
                        .refused("no column 编号"),
                new Case("a spreadsheet that is none", fixture -> fixture.put("a.xlsx", "编号,数值\nA1,1\n"))
                        .refused("not readable as a spreadsheet"),
                new Case("a spreadsheet cut off in the middle", fixture -> {
                            var whole = PullFixture.workbook(book -> row(book.newWorksheet("表"), 0, "编号", "数值"));
                            fixture.put("a.xlsx", java.util.Arrays.copyOf(whole, whole.length / 2));
                        })
                        .refused("not readable as a spreadsheet"),
                new Case("what a spreadsheet program leaves beside an open file", fixture -> {
                            fixture.put("~$a.xlsx", "lock");
                            fixture.put(".hidden.csv", "lock");
                        })
                        .loads(""));
    }

    private static Case csv(String name, String text) {
        return new Case(name, fixture -> fixture.put("a.csv", text));
    }

    private static Case csv(String name, String text, Charset charset) {
        return new Case(name, fixture -> fixture.put("a.csv", text, charset));
    }

    private static Case json(String name, String text) {
        return new Case(name, fixture -> fixture.put("a.json", text));
    }

    private static Case sheet(String name, Consumer<Worksheet> content) {
        return new Case(
                name, fixture -> fixture.putSheet("a.xlsx", (Workbook book) -> content.accept(book.newWorksheet("表"))));
    }

    private static void parquet(PullFixture fixture, String columns) {
        var file = fixture.data.resolve("in/a.parquet");
        fixture.session.execute("copy (select " + columns + " from range(2) r(i)) to '" + file + "' (format parquet)");
    }

    private static void row(Worksheet sheet, int row, @Nullable Object... cells) {
        for (int i = 0; i < cells.length; i++) {
            var cell = cells[i];
            if (cell instanceof LocalDate day) {
                sheet.value(row, i, day);
                sheet.style(row, i).format("yyyy-mm-dd").set();
            } else if (cell instanceof LocalDateTime time) {
                sheet.value(row, i, time);
                sheet.style(row, i).format("yyyy-mm-dd hh:mm:ss").set();
            } else if (cell instanceof Number number) {
                sheet.value(row, i, number);
            } else if (cell != null) {
                sheet.value(row, i, cell.toString());
            }
        }
    }
}
