package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workbooks as office programs really write them: what such a program opens opens here, and what can't be read says what to do. */
class OfficeFilesTest {

    private static final Path CASES = Path.of("src/test/resources/cases/intake");

    private static final String FIRMS = """
            dataset: firm
            title: 企业
            load: slice
            key: [n]
            source: { files: "企业/*", format: xlsx }
            columns:
              n:    { type: integer, title: 序号, required: true }
              name: { type: text, title: 企业名称 }
              code: { type: text, title: 证书编号 }
              x:    { type: decimal, title: 数值 }
            """;

    private static final String TYPES = """
            <?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>""";

    @TempDir
    Path folder;

    private ArrivingFiles files;

    @BeforeEach
    void open() {
        files = new ArrivingFiles(folder).declare(FIRMS);
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void aSharedTextWithoutANumberIsAnEmptyCellAndBlanksAroundItsNumberAreNone() throws IOException {
        files.put("企业/a.xlsx", Files.readAllBytes(CASES.resolve("空引用.xlsx")));
        files.pull();
        assertThat(values()).isEqualTo("1|-|-");
        files.delete("企业/a.xlsx");
        files.put("企业/b.xlsx", Files.readAllBytes(CASES.resolve("索引带空格.xlsx")));
        files.pull();
        assertThat(values()).isEqualTo("1|甲|-");
    }

    @Test
    void aNumberThatExcelHasCutIsShownAsExcelShowsItAndTold() throws IOException {
        files.put("企业/a.xlsx", Files.readAllBytes(CASES.resolve("长编号与错误值.xlsx")));
        files.put("企业/b.xlsx", book("""
                <row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c><c r="B1" t="inlineStr"><is><t>企业名称</t></is></c>
                <c r="C1" t="inlineStr"><is><t>证书编号</t></is></c><c r="D1" t="inlineStr"><is><t>数值</t></is></c></row>
                <row r="2"><c r="A2"><v> 2 </v></c><c r="C2"><v>651809374278137123</v></c><c r="D2"><v>0.30000000000000004</v></c></row>
                <row r="3"><c r="A3"><v>3</v></c><c r="C3" t="str"><v>651809374278137123</v></c></row>
                <row r="4"><c r="A4"><v>4</v></c><c r="C4"><v>123456789012345</v></c></row>"""));
        var results = files.pull();
        assertThat(files.rejects()).isEqualTo("2 name 是表格程序的错误值，请改正公式");
        assertThat(results.get(0).notes())
                .contains(
                        "column 证书编号 has numbers of more than 15 digits, of which the spreadsheet program kept 15 (row 2);"
                                + " format the column as text and fill them in anew");
        assertThat(results.get(1).notes()).singleElement().asString().contains("15 (row 2);");
        assertThat(values()).isEqualTo("2|-|651809374278137000 3|-|651809374278137123 4|-|123456789012345");
        assertThat(files.warnings()).isEmpty();
        assertThat(files.values("firm", "x")).isEqualTo("0.3000 - -");
    }

    @Test
    void anOldWorkbookShowsTheSameDigits() throws IOException {
        try (var book = new HSSFWorkbook()) {
            var sheet = book.createSheet();
            var headings = sheet.createRow(0);
            headings.createCell(0).setCellValue("序号");
            headings.createCell(2).setCellValue("证书编号");
            var row = sheet.createRow(1);
            row.createCell(0).setCellValue(1);
            row.createCell(2).setCellValue(Double.parseDouble("651809374278137123"));
            var bytes = new ByteArrayOutputStream();
            book.write(bytes);
            files.put("企业/a.xls", bytes.toByteArray());
        }
        assertThat(files.pull().get(0).notes()).anyMatch(note -> note.contains("15 (row 2)"));
        assertThat(values()).isEqualTo("1|-|651809374278137000");
    }

    @Test
    void namesOfPartsMayBeInOtherCapitalsWithBackslashesAndDots() {
        var parts = parts("<row><c t=\"s\"><v>0</v></c></row><row><c><v>7</v></c></row>");
        var renamed = new LinkedHashMap<String, byte[]>();
        parts.forEach((name, bytes) -> renamed.put(
                name.replace("xl/", "xl\\").replace("sheet1", "Sheet1").replace("[Content_Types]", "[content_types]"),
                bytes));
        renamed.put(
                "xl\\_rels\\workbook.xml.rels",
                utf8(relations("worksheet", "../xl/worksheets/sheet1.xml", "sharedStrings", "./SHAREDSTRINGS.xml")));
        files.put("企业/a.xlsx", PackedFilesTest.zip(renamed));
        files.pull();
        assertThat(values()).isEqualTo("7|-|-");
    }

    @Test
    void headingsMayStandInThreeRowsInASheetAndInAText() {
        files.declare("""
                dataset: hazard
                title: 隐患
                load: slice
                key: [n]
                source: { files: "隐患/*", format: xlsx }
                columns:
                  n:    { type: integer, title: 序号, required: true }
                  due:  { type: date, title: 整改期限要求, headings: [整改情况期限要求] }
                  done: { type: date, title: 整改情况期限完成 }
                  who:  { type: text, title: 整改情况责任人 }
                  note: { type: text, title: 备注 }
                """);
        files.declare("source: texts\ndataset: hazard\nfiles: 隐患文本/*.csv\n");
        files.put("隐患/a.xlsx", book("""
                <row r="1"><c r="A1" t="inlineStr"><is><t>隐患台账</t></is></c></row>
                <row r="2"><c r="A2" t="inlineStr"><is><t>序号</t></is></c><c r="B2" t="inlineStr"><is><t>整改情况</t></is></c>
                <c r="E2" t="inlineStr"><is><t>备注</t></is></c></row>
                <row r="3"><c r="B3" t="inlineStr"><is><t>期限</t></is></c><c r="D3" t="inlineStr"><is><t>责任人</t></is></c></row>
                <row r="4"><c r="B4" t="inlineStr"><is><t>要求</t></is></c><c r="C4" t="inlineStr"><is><t>完成</t></is></c></row>
                <row r="5"><c r="A5"><v>1</v></c><c r="B5" t="inlineStr"><is><t>2026-06-02</t></is></c>
                <c r="C5" t="inlineStr"><is><t>2026-06-03</t></is></c><c r="D5" t="inlineStr"><is><t>甲</t></is></c>
                <c r="E5" t="inlineStr"><is><t>x</t></is></c></row>"""));
        files.put("隐患文本/a.csv", "隐患台账,,,,\n序号,整改情况,,,备注\n,期限,,责任人,\n,要求,完成,,\n2,2026-06-02,2026-06-03,甲,x\n");
        files.put("隐患文本/b.csv", "序号,整改情况,,,备注\n,整改期限要求,,责任人,\n\"3\",2026-06-02,,\"甲\n乙\",x\n");
        files.pull();
        assertThat(files.rejects()).isEmpty();
        assertThat(files.values("hazard", "concat_ws('|', n, due, done, who, note, source_row)"))
                .isEqualTo("1|2026-06-02|2026-06-03|甲|x|5 2|2026-06-02|2026-06-03|甲|x|5 3|2026-06-02|甲\n乙|x|3");
    }

    @Test
    void whatCanNotBeReadSaysWhatToDo() throws IOException {
        files.put(
                "企业/binary.xlsb",
                PackedFilesTest.zip(Map.of(
                        "[Content_Types].xml",
                        utf8(TYPES),
                        "xl/workbook.bin",
                        new byte[] {1, 2},
                        "_rels/.rels",
                        utf8(TYPES))));
        files.put(
                "企业/open.ods",
                PackedFilesTest.zip(Map.of(
                        "mimetype",
                        utf8("application/vnd.oasis.opendocument.spreadsheet"),
                        "content.xml",
                        utf8("<x/>"))));
        files.put(
                "企业/letter.docx",
                PackedFilesTest.zip(Map.of("[Content_Types].xml", utf8(TYPES), "word/document.xml", utf8("<x/>"))));
        files.put(
                "企业/xml2003.xls",
                "\uFEFF<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n"
                        + "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet/></Workbook>");
        files.put("企业/old4.xls", new byte[] {9, 4, 6, 0, 0, 0, 16, 0});
        files.put("企业/page.xls", "\n<html><table><tr><td>序号</td></tr></table></html>");
        files.put("企业/print.xlsx", "%PDF-1.7\n");
        try (var excel95 = new POIFSFileSystem();
                var bytes = new ByteArrayOutputStream()) {
            excel95.createDocument(
                    new java.io.ByteArrayInputStream(new byte[] {9, 8, 8, 0, 0, 5, 5, 0, 0, 0, 0, 0, 10, 0, 0, 0}),
                    "Book");
            excel95.writeFilesystem(bytes);
            files.put("企业/excel95.xls", bytes.toByteArray());
        }
        var save = "; open it in a spreadsheet program and save it as .xlsx";
        assertThatThrownBy(files::pull)
                .hasMessageContaining(
                        "企业/binary.xlsb: not readable as a spreadsheet: it is a binary workbook (.xlsb)" + save)
                .hasMessageContaining(
                        "企业/open.ods: not readable as a spreadsheet: it is an OpenDocument file (.ods)" + save)
                .hasMessageContaining("企业/letter.docx: not readable as a spreadsheet: it is a Word document")
                .hasMessageContaining(
                        "企业/xml2003.xls: not readable as a spreadsheet: it is an XML spreadsheet of Excel 2003" + save)
                .hasMessageContaining(
                        "企业/old4.xls: not readable as a spreadsheet: it was written by Excel 4 or older" + save)
                .hasMessageContaining("企业/page.xls: not readable as a spreadsheet: it is a web page" + save)
                .hasMessageContaining("企业/print.xlsx: not readable as a spreadsheet: it is a PDF")
                .hasMessageContaining(
                        "企业/excel95.xls: not readable as a spreadsheet: it was written by Excel 95 or older" + save);
    }

    @Test
    void whatProgramsLeaveInArchivesIsNoMember() {
        files.declare("source: zips\ndataset: firm\nfiles: 包/*.zip\nformat: csv\n");
        var members = new LinkedHashMap<String, byte[]>();
        for (var name : List.of(
                "__MACOSX/._企业.csv",
                "__MACOSX/企业.csv",
                ".DS_Store",
                "表/.~lock.企业.csv#",
                "表/~$企业.csv",
                "表/Thumbs.db",
                "desktop.ini")) {
            members.put(name, new byte[] {0, 5, 22, 7});
        }
        members.put("表/企业.csv", utf8("序号,企业名称\n1,甲\n"));
        files.put("包/a.zip", PackedFilesTest.zip(members));
        assertThat(files.pull()).singleElement().matches(loaded -> loaded.file().equals("包/a.zip/表/企业.csv"));
        assertThat(values()).isEqualTo("1|甲|-");
    }

    @Test
    void unknownColumnsStandInOneLineAndThoseThatNobodyNeedsInNone() {
        files.declare("source: few\ndataset: firm\nfiles: 少/*.csv\nignore: [颜色, \"规格（型号）\"]\n");
        files.put("少/a.csv", "序号,企业名称,证书编号,数值,颜色,规格(型号),楼层,单价\n1,甲,,,,,,\n");
        assertThat(files.pull().get(0).notes())
                .singleElement()
                .asString()
                .startsWith("columns 楼层, 单价 are not known; if nobody needs it, under 'ignore' in ");
    }

    private String values() {
        return files.values("firm", "n || '|' || coalesce(name, '-') || '|' || coalesce(code, '-')");
    }

    private static byte[] book(String rows) {
        return PackedFilesTest.zip(parts(rows));
    }

    private static Map<String, byte[]> parts(String rows) {
        var parts = new LinkedHashMap<String, byte[]>();
        parts.put("[Content_Types].xml", utf8(TYPES));
        parts.put("_rels/.rels", utf8(relations("officeDocument", "xl/workbook.xml")));
        parts.put(
                "xl/workbook.xml",
                utf8("<workbook xmlns:r=\"r\"><sheets><sheet name=\"表\" r:id=\"r0\"/></sheets></workbook>"));
        parts.put(
                "xl/_rels/workbook.xml.rels",
                utf8(relations("worksheet", "worksheets/sheet1.xml", "sharedStrings", "sharedStrings.xml")));
        parts.put("xl/sharedStrings.xml", utf8("<sst><si><t>序号</t></si></sst>"));
        parts.put("xl/worksheets/sheet1.xml", utf8("<worksheet><sheetData>" + rows + "</sheetData></worksheet>"));
        return parts;
    }

    private static String relations(String... typesAndTargets) {
        var relations = new StringBuilder("<Relationships>");
        for (int i = 0; i < typesAndTargets.length; i += 2) {
            relations
                    .append("<Relationship Id=\"r")
                    .append(i)
                    .append("\" Type=\"http://x/")
                    .append(typesAndTargets[i])
                    .append("\" Target=\"")
                    .append(typesAndTargets[i + 1])
                    .append("\"/>");
        }
        return relations + "</Relationships>";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
