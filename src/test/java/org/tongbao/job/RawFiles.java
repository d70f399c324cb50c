package org.tongbao.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/**
 * The sample's spreadsheets, CSV and JSON files as tables of text in a database of their own, with the files' headings and
 * nothing of the product in between. Files of one name with different months are one table; lines that the sample itself
 * names as spoilt (dirt.csv) are left out, blanks and full-width digits are what a clerk would read.
 */
final class RawFiles implements AutoCloseable {

    private static final Charset GB18030 = Charset.forName("GB18030");

    private final Path folder;
    private final Connection connection;

    RawFiles(Path folder, Path work) throws IOException, SQLException {
        this.folder = folder;
        this.connection = DriverManager.getConnection("jdbc:duckdb:");
        var rejected = lines("dirt.csv").stream()
                .filter(line -> line.get(6).equals("rejected"))
                .map(line -> line.get(0) + "#" + line.get(2))
                .collect(Collectors.toSet());
        var files = new TreeMap<String, List<Path>>();
        try (var all = Files.walk(folder, 2)) {
            for (var file : all.filter(f -> f.getNameCount() == folder.getNameCount() + 2)
                    .sorted()
                    .toList()) {
                var name = String.valueOf(file.getFileName()).replaceAll("(_\\d{4}(-\\d\\d)?)?\\.[a-z]+$", "");
                if (!file.toString().endsWith(".parquet")) { // no figure of the year comes from readings
                    files.computeIfAbsent(name, n -> new ArrayList<>()).add(file);
                }
            }
        }
        for (var table : files.entrySet()) {
            load(table.getKey(), table.getValue(), rejected, work.resolve(table.getKey() + ".csv"));
        }
    }

    /** A table of reference text, read as it stands. */
    void reference(Path file, String table) throws SQLException {
        execute("create table \"" + table + "\" as select * from read_csv('" + file.toAbsolutePath()
                + "', all_varchar = true, header = true)");
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows of texts. */
    List<List<@Nullable String>> query(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var rows = new ArrayList<List<@Nullable String>>();
            while (result.next()) {
                var row = new ArrayList<@Nullable String>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void load(String table, List<Path> files, Set<String> rejected, Path made)
            throws IOException, SQLException {
        var rows = new ArrayList<Map<String, String>>();
        var headings = new TreeSet<String>();
        for (var file : files) {
            var name = folder.relativize(file).toString().replace('\\', '/');
            var lines = name.endsWith(".csv") ? lines(name) : name.endsWith(".xlsx") ? cells(file) : objects(file);
            int head = 0;
            while (head < lines.size()
                    && lines.get(head).stream().filter(c -> !c.isEmpty()).count() < 2) {
                head++;
            }
            for (int i = head + 1; i < lines.size(); i++) {
                int number = name.endsWith(".json") ? i : i + 1;
                if (rejected.contains(name + "#" + number)) {
                    continue;
                }
                var row = new LinkedHashMap<String, String>();
                for (int c = 0; c < lines.get(head).size(); c++) {
                    var heading = lines.get(head).get(c);
                    if (!heading.isEmpty()) {
                        row.put(heading, c < lines.get(i).size() ? lines.get(i).get(c) : "");
                    }
                }
                headings.addAll(row.keySet());
                rows.add(row);
            }
        }
        if (headings.isEmpty()) {
            return;
        }
        var text = new StringBuilder(line(headings));
        for (var row : rows) {
            text.append(line(headings.stream().map(h -> row.getOrDefault(h, "")).toList()));
        }
        Files.writeString(made, text);
        execute("create table \"" + table + "\" as select * from read_csv('" + made
                + "', all_varchar = true, header = true, delim = ',', quote = '\"', nullstr = '')");
    }

    private static String line(Iterable<String> cells) {
        var quoted = new ArrayList<String>();
        cells.forEach(cell -> quoted.add(cell.isEmpty() ? "" : '"' + cell.replace("\"", "\"\"") + '"'));
        return String.join(",", quoted) + "\n";
    }

    private List<List<String>> lines(String name) throws IOException {
        var bytes = Files.readAllBytes(folder.resolve(name));
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            text = new String(bytes, GB18030);
        }
        return text.replace("\uFEFF", "")
                .lines()
                .map(line ->
                        Arrays.stream(line.split(",", -1)).map(RawFiles::clean).toList())
                .toList();
    }

    private static List<List<String>> cells(Path file) throws IOException {
        try (var workbook = new XSSFWorkbook(Files.newInputStream(file))) {
            var lines = new ArrayList<List<String>>();
            var sheet = workbook.getSheetAt(0);
            int groups = sheet.getMergedRegions().stream()
                    .filter(r -> r.getFirstRow() == r.getLastRow() && r.getFirstColumn() > 0)
                    .mapToInt(r -> r.getFirstRow())
                    .max()
                    .orElse(-1);
            for (int i = 0; i <= sheet.getLastRowNum(); i++) {
                var line = new ArrayList<String>();
                var row = sheet.getRow(i);
                for (int c = 0; row != null && c < row.getLastCellNum(); c++) {
                    line.add(clean(text(row.getCell(c, Row.MissingCellPolicy.CREATE_NULL_AS_BLANK))));
                }
                lines.add(line);
            }
            if (groups >= 0) { // the second line of headings under the groups' names; a heading of both lines is in the
                // first
                var above = lines.get(groups);
                var below = lines.get(groups + 1);
                for (int c = 0; c < below.size(); c++) {
                    below.set(c, below.get(c).isEmpty() ? above.get(c) : below.get(c));
                }
                above.replaceAll(cell -> "");
            }
            return lines;
        }
    }

    private static String text(Cell cell) {
        if (cell.getCellType() != CellType.NUMERIC) {
            return cell.getCellType() == CellType.STRING ? cell.getStringCellValue() : "";
        }
        if (DateUtil.isCellDateFormatted(cell)) {
            return cell.getLocalDateTimeCellValue().toLocalDate().toString();
        }
        return java.math.BigDecimal.valueOf(cell.getNumericCellValue())
                .stripTrailingZeros()
                .toPlainString();
    }

    private static List<List<String>> objects(Path file) throws IOException {
        var headings = new ArrayList<String>();
        var lines = new ArrayList<List<String>>();
        for (var node : new ObjectMapper().readTree(Files.readString(file))) {
            if (headings.isEmpty()) {
                headings.addAll(node.propertyNames());
                lines.add(headings);
            }
            lines.add(headings.stream()
                    .map(h -> clean(node.path(h).isNull() ? "" : node.path(h).asString("")))
                    .toList());
        }
        return lines;
    }

    private static String clean(String cell) {
        var text = cell.replace("\"", "").strip();
        return text.chars().allMatch(c -> c < '！' || c > '～' || Character.isLetterOrDigit(c))
                ? Normalizer.normalize(text, Normalizer.Form.NFKC)
                : text;
    }
}
