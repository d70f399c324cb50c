package org.tongbao.sample.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class Jgj59MarksTest {

    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Charset GB18030 = Charset.forName("GB18030");

    @Test
    void marksNeverExceedWhatTheRulebookGives() throws Exception {
        var full = new HashMap<String, Double>();
        for (var line : Files.readAllLines(ROOT.resolve("jobs/rulebook/reference/jgj59.csv"))) {
            var cells = line.split(",", -1);
            if (!cells[0].equals("table_code")) {
                full.put(cells[0] + " " + cells[4], Double.valueOf(cells[7]));
            }
        }
        var tables = new TreeSet<String>();
        for (var line : Files.readAllLines(ROOT.resolve("sample-data/监督检查/检查评分_2026-05.csv"), GB18030)) {
            var cells = line.split(",", -1);
            if (cells[1].matches("B\\.\\d+") && cells[5].matches("\\d+")) {
                tables.add(cells[1]);
                assertThat(Double.parseDouble(cells[5]))
                        .as(line)
                        .isLessThanOrEqualTo(full.getOrDefault(cells[1] + " " + cells[3], -1.0));
            }
        }
        assertThat(tables).contains("B.1", "B.2", "B.13", "B.14", "B.19", "B.3", "B.11", "B.12", "B.16", "B.17");
        for (var table : tables) {
            assertThat(Jgj59.marks(table)).hasSize((int) full.keySet().stream()
                    .filter(k -> k.startsWith(table + " "))
                    .count());
        }
    }
}
