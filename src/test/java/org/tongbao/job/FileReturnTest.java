package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.usermodel.WorkbookFactory;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.pull.Pull;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.LoadLedger;

/** A file goes back to its sender with the bad cells marked, is corrected, and comes again. */
class FileReturnTest {

    private static final String HEADINGS = "headings: { id: 编号, day: 日期, kind: 类别, phone: 电话 }\n";

    @TempDir
    Path root;

    private Home home;
    private Rulebook rulebook;
    private Warehouse warehouse;
    private Session session;

    @BeforeEach
    void declare() throws IOException {
        put("jobs/rulebook/datasets/thing.yaml", """
                dataset: thing
                title: 物件
                load: slice
                key: [id]
                columns:
                  id:    { type: text, title: 编号, required: true }
                  day:   { type: date, title: 日期 }
                  kind:  { type: text, title: 类别, allowed: [甲, 乙], severity: warn }
                  phone: { type: mobile, title: 电话 }
                """);
        put(
                "jobs/rulebook/sources/text.yaml",
                "source: text\ndataset: thing\nfiles: 文本/*.csv\nformat: csv\n" + HEADINGS);
        put(
                "jobs/rulebook/sources/sheet.yaml",
                "source: sheet\ndataset: thing\nfiles: 表/*.xls*\nformat: xlsx\n" + HEADINGS);
        put(
                "jobs/rulebook/sources/sheets.yaml",
                "source: sheets\ndataset: thing\nfiles: 各县/*.xlsx\nformat: xlsx\nsheet: \"*\"\n" + HEADINGS);
        put(
                "jobs/rulebook/sources/json.yaml",
                "source: json\ndataset: thing\nfiles: 接口/*.json\nformat: json\n" + HEADINGS);
        put("jobs/rulebook/calendar.yaml", Files.readString(Path.of("jobs/rulebook/calendar.yaml")));
        put("jobs/rulebook/subjects.yaml", "subjects: {}\n");
        home = new Home(root, Path.of("data"), Path.of("out"));
        rulebook = Rulebook.readForLooking(home);
        warehouse = Warehouse.inMemory(root);
        session = warehouse.session();
    }

    @AfterEach
    void close() {
        session.close();
        warehouse.close();
    }

    @Test
    void aWorkbookComesBackMarkedAndLoadsOnceItIsCorrected() throws IOException {
        sheet("表/六月.xlsx", new XSSFWorkbook(), book -> {
            var sheet = book.createSheet("台账");
            row(sheet, 0, "物件台账");
            row(sheet, 2, "编号", "日期", "类别", "电话");
            row(sheet, 3, "A1", "2026-06-01", "甲", "13812345678");
            row(sheet, 4, "A2", "2026-06-31", "乙", "13812345678");
            row(sheet, 5, "A1", "2026-06-02", "丙", "1381234567");
        });
        pull();
        assertThat(counts()).isEqualTo("3 read, 1 loaded, 2 rejected");

        var copy = giveBack(1);
        assertThat(root.relativize(copy)).isEqualTo(Path.of("out/returned/表/六月.xlsx"));
        read(copy, book -> {
            assertThat(book.getSheetName(0)).isEqualTo(LoadLedger.REASONS);
            assertThat(texts(book.getSheetAt(0)))
                    .contains(
                            "共3行，接收1行，未接收2行。",
                            "1 台账 B5 日期 2026-06-31 日期无效 未接收，请改正",
                            "2 台账 D6 电话 ********67 手机号码无效 未接收，请改正");
            var sheet = book.getSheet("台账");
            assertThat(marked(sheet)).isEqualTo("B5 日期无效; D6 手机号码无效");
            assertThat(sheet.getRow(0).getCell(0).getStringCellValue()).isEqualTo("物件台账");
            sheet.getRow(4).getCell(1).setCellValue("2026-06-30");
            sheet.getRow(5).getCell(0).setCellValue("A3");
            sheet.getRow(5).getCell(3).setCellValue("13912345678");
        });
        Files.copy(copy, root.resolve("data/表/六月.xlsx"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        pull();
        assertThat(counts()).isEqualTo("3 read, 3 loaded, 0 rejected");
        assertThat(new LoadLedger(session, rulebook.catalog()).difference(2))
                .isEqualTo(new LoadLedger.Difference(1, 2, 0, 0));
        giveBackOnlyForWhatIsOdd();
    }

    /** The row that was taken with a warning can still be given back, in another colour. */
    private void giveBackOnlyForWhatIsOdd() {
        read(giveBack(2), book -> {
            assertThat(texts(book.getSheetAt(0))).contains("1 台账 C6 类别 丙 应为甲、乙之一 已接收，请核实");
            assertThat(book.getNumberOfSheets()).as("the old list is replaced").isEqualTo(2);
            assertThat(marked(book.getSheet("台账"))).as("the old marks are gone").isEqualTo("C6 应为甲、乙之一");
        });
    }

    @Test
    void aTextFileComesBackAsAWorkbookThatStandsForItWhenItComesAgain() throws IOException {
        var text = "编号,日期,类别,电话\nA1,2026-06-01,甲,\n\"A\n2\",2026-06-31,乙,\nA3,2026-06-02,甲,1,2\nA4,2026-6-3,甲,\n";
        var file = root.resolve("data/文本/六月.csv");
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(Charset.forName("GB18030")));
        pull();
        assertThat(counts()).isEqualTo("4 read, 2 loaded, 2 rejected");

        var copy = giveBack(1);
        assertThat(copy.getFileName()).hasToString("六月.csv.xlsx");
        read(copy, book -> {
            var sheet = book.getSheet("数据");
            assertThat(marked(sheet)).isEqualTo("B3 日期无效; A5 列数不符：表头4列，本行5列");
            sheet.getRow(2).getCell(1).setCellValue("2026-06-30");
            sheet.getRow(4).getCell(3).setCellValue("");
            sheet.getRow(4).removeCell(sheet.getRow(4).getCell(4));
        });
        Files.copy(copy, file.resolveSibling("六月.csv.xlsx"));
        pull();
        assertThat(counts()).isEqualTo("4 read, 4 loaded, 0 rejected");
        assertThat(session.query("select slice from ledger.load group by slice"))
                .hasSize(1);
        pull();
        assertThat(session.query("select 1 from ledger.load"))
                .as("the text file is not taken again")
                .hasSize(2);
    }

    @Test
    void allSheetsOfAWorkbookAreMarkedAtOnce() throws IOException {
        sheet("各县/六月.xlsx", new XSSFWorkbook(), book -> {
            for (var name : List.of("东区", "西区")) {
                row(book.createSheet(name), 0, "编号", "日期");
                row(book.getSheet(name), 1, name, "六月一日");
            }
        });
        pull();
        read(giveBack(2), book -> {
            assertThat(marked(book.getSheet("东区")) + " " + marked(book.getSheet("西区")))
                    .isEqualTo("B2 日期无效 B2 日期无效");
            book.getSheet("东区").getRow(1).getCell(1).setCellValue("2026-06-01");
        });
        Files.copy(
                root.resolve("out/returned/各县/六月.xlsx"),
                root.resolve("data/各县/六月.xlsx"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        pull();
        assertThat(session.query("select file from ledger.load where load_id > 2 order by load_id"))
                .as("the list of reasons is no data")
                .extracting(row -> row.text("file"))
                .containsExactly("各县/六月.xlsx#东区", "各县/六月.xlsx#西区");
    }

    @Test
    void anOldWorkbookStaysOne() throws IOException {
        sheet("表/六月.xls", new HSSFWorkbook(), book -> {
            row(book.createSheet("台账"), 0, "编号", "日期");
            row(book.getSheet("台账"), 1, "A1", "昨天");
        });
        pull();
        read(giveBack(1), book -> {
            assertThat(book).isInstanceOf(HSSFWorkbook.class);
            assertThat(marked(book.getSheet("台账"))).isEqualTo("B2 日期无效");
        });
    }

    @Test
    void theSameCopyIsMadeByteForByte() throws IOException {
        put("data/文本/六月.csv", "编号,日期\nA1,六月\n");
        pull();
        var once = Files.readAllBytes(giveBack(1));
        assertThat(Files.readAllBytes(giveBack(1))).isEqualTo(once);
    }

    @Test
    void whatCanNotBeGivenBackSaysWhy() throws IOException {
        put("data/文本/好.csv", "编号,日期\nA1,2026-06-01\n");
        put("data/接口/六月.json", "[{\"编号\": \"J1\", \"日期\": \"六月\"}]");
        put("data/文本/坏.csv", "编号,日期\nA2,六月\n");
        pull();
        assertThatThrownBy(() -> giveBack(load("文本/好.csv"))).hasMessageStartingWith("nothing of load ");
        assertThatThrownBy(() -> giveBack(load("接口/六月.json")))
                .hasMessage("接口/六月.json was written by a program, not in a spreadsheet; see: tongbao loads --rejects");
        put("data/文本/坏.csv", "编号,日期\nA2,七月\n");
        assertThatThrownBy(() -> giveBack(load("文本/坏.csv"))).hasMessageContaining("文本/坏.csv has changed since load ");
        Files.delete(root.resolve("data/文本/坏.csv"));
        assertThatThrownBy(() -> giveBack(load("文本/坏.csv"))).hasMessage("文本/坏.csv is no longer there");
        assertThatThrownBy(() -> giveBack(99)).hasMessage("there is no load 99");
    }

    @Test
    void aNameThatNoOtherSystemTakesIsCutAndTheSenderIsToldSo() throws IOException {
        var longest = "限".repeat(83) + ".csv";
        put("data/文本/" + longest, "编号,日期\nA1,六月\n");
        put("data/文本/甲:乙*.csv", "编号,日期\nA2,六月\n");
        pull();
        var cut = giveBack(load("文本/" + longest));
        assertThat(cut.getFileName().toString()).matches("限{60,80}~[0-9a-f]{16}\\.csv\\.xlsx");
        assertThat(giveBack(load("文本/甲:乙*.csv")).getFileName().toString()).matches("甲_乙_~[0-9a-f]{16}\\.csv\\.xlsx");
        read(cut, book -> assertThat(texts(book.getSheetAt(0)))
                .contains("退回说明：文本/" + longest + "（2026-07-03收到）")
                .contains("原文件名“" + longest + ".xlsx”不是各种系统都能用，已改名；重新报送时请撤下原文件，以免重复。"));
    }

    private long load(String file) {
        return session.sql("select load_id from ledger.load where file = :file")
                .param("file", file)
                .one()
                .whole("load_id");
    }

    private Path giveBack(long load) {
        return new FileReturn(home, rulebook, session).write(load, root.resolve("out/returned"));
    }

    private void pull() {
        new Pull(warehouse, rulebook.catalog(), rulebook.sources().values(), home)
                .run(List.of("thing"), LocalDateTime.of(2026, 7, 3, 6, 0), Progress.NONE);
    }

    private String counts() {
        var row = session.one("select * from ledger.load order by load_id desc limit 1");
        return row.whole("rows_read") + " read, " + row.whole("rows_loaded") + " loaded, " + row.whole("rows_rejected")
                + " rejected";
    }

    /** The cells with comments, row by row. */
    private static String marked(Sheet sheet) {
        return sheet.getCellComments().entrySet().stream()
                .sorted(java.util.Comparator.comparing(e -> e.getKey().getRow()))
                .map(e -> e.getKey().formatAsString() + " " + e.getValue().getString())
                .collect(Collectors.joining("; "));
    }

    private static List<String> texts(Sheet sheet) {
        var lines = new java.util.ArrayList<String>();
        for (var row : sheet) {
            var cells = new java.util.ArrayList<String>();
            for (Cell cell : row) {
                cells.add(new org.apache.poi.ss.usermodel.DataFormatter().formatCellValue(cell));
            }
            lines.add(String.join(" ", cells));
        }
        return lines;
    }

    /** Opens a copy, looks at it, and saves what was corrected. */
    private static void read(Path file, Consumer<Workbook> look) {
        try {
            byte[] corrected;
            try (var book = WorkbookFactory.create(Files.newInputStream(file))) {
                look.accept(book);
                var out = new java.io.ByteArrayOutputStream();
                book.write(out);
                corrected = out.toByteArray();
            }
            Files.write(file, corrected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sheet(String name, Workbook empty, Consumer<Workbook> content) throws IOException {
        var file = root.resolve("data").resolve(name);
        Files.createDirectories(file.getParent());
        try (var book = empty;
                var out = Files.newOutputStream(file)) {
            content.accept(book);
            book.write(out);
        }
    }

    private static void row(Sheet sheet, int at, String... cells) {
        var row = sheet.createRow(at);
        for (int i = 0; i < cells.length; i++) {
            row.createCell(i).setCellValue(cells[i]);
        }
    }

    private void put(String name, String text) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
