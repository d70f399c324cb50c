package org.tongbao.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every row of a CSV text is handed over with the line on which it begins. */
class CsvReaderTest {

    @Test
    void cellsInQuotationMarksMayHoldDelimitersLineBreaksAndQuotationMarks() {
        assertThat(rows("a,\"b,\"\"c\"\"\nd\"\n\"e\"f,g\"h\n")).containsExactly("1 [a, b,\"c\"\nd]", "3 [ef, g\"h]");
    }

    @Test
    void linesEndInAnyWayAlsoWithinCells() {
        assertThat(rows("a\r\nb\nc\rd")).containsExactly("1 [a]", "2 [b]", "3 [c]", "4 [d]");
        assertThat(rows("\"a\r\n\"\r\nb\r\n")).containsExactly("1 [a\r\n]", "3 [b]");
        assertThat(rows("\"a\r\"\rb\r")).containsExactly("1 [a\r]", "3 [b]");
        assertThat(rows("\"a\n\n\"\nb\n")).containsExactly("1 [a\n\n]", "4 [b]");
    }

    @Test
    void emptyLinesAreLeftOutAndCounted() {
        assertThat(rows("\uFEFFa\n\n,\n \nb\n\n")).containsExactly("1 [a]", "5 [b]");
        assertThat(rows("")).isEmpty();
    }

    @Test
    void aQuotationMarkThatIsNeverClosedIsAMistakeInItsLine() {
        var problems = new Problems();
        assertThat(CsvReader.rows("a,b\nc,\"d\ne,f\n", "t.csv", problems)).hasSize(1);
        assertThat(problems.sorted())
                .singleElement()
                .hasToString("t.csv:2 a quotation mark is opened and never closed");
    }

    @Test
    void rowsAndCellsBeyondAllBoundsAreFaultsOfTheirOwn() throws Exception {
        var text = "x".repeat(CsvReader.LONGEST_CELL + 5) + "\n" + ",".repeat(CsvReader.MOST_CELLS + 1) + "\nok\n";
        var csv = new CsvReader(new StringReader(text), ',');
        assertThat(csv.next()).extracting(CsvRecord::fault).isEqualTo(CsvRecord.Fault.LONG_CELL);
        assertThat(csv.next()).extracting(CsvRecord::fault).isEqualTo(CsvRecord.Fault.MANY_CELLS);
        assertThat(csv.next()).isEqualTo(new CsvRecord(3, List.of("ok"), null));
        assertThat(csv.next()).isNull();
    }

    @Test
    void whateverWasWrittenIsReadAgain() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 500; i++) {
            var table = IntStream.range(0, 1 + random.nextInt(5))
                    .mapToObj(row -> "k" + row + "|" + text(random) + "|" + text(random))
                    .map(row -> List.of(row.split("\\|", -1)))
                    .toList();
            var csv = table.stream()
                    .map(row -> row.stream()
                            .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                            .collect(Collectors.joining(";")))
                    .collect(Collectors.joining("\r\n"));
            assertThat(CsvReader.rows(csv, ';')).extracting(CsvRecord::cells).isEqualTo(table);
        }
    }

    private static String text(SplittableRandom random) {
        return random.ints(random.nextInt(6), 0, 7)
                .mapToObj(c -> String.valueOf("a\"\n\r;,号".charAt(c)))
                .collect(Collectors.joining());
    }

    private static List<String> rows(String text) {
        return CsvReader.rows(text, ',').stream()
                .map(row -> row.line() + " " + row.cells())
                .toList();
    }
}
