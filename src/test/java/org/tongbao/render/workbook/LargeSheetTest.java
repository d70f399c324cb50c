package org.tongbao.render.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.render.facts.Facts;

/** A long detail sheet in a small heap. */
@Tag("long")
class LargeSheetTest {

    @TempDir
    Path folder;

    @Test
    void aHundredThousandDifferentRowsAreWrittenInHalfAGigabyteWithTheirFacts() throws Exception {
        var file = folder.resolve("large.xlsx");
        var log = folder.resolve("log").toFile();
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx512m",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Large.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log.toPath())).isZero();
        try (var book = new ReadableWorkbook(file.toFile());
                var rows = book.getFirstSheet().openStream()) {
            assertThat(rows.count()).isEqualTo(2 + Large.ROWS);
        }
    }

    /** Runs in the small heap. */
    static final class Large {

        static final int ROWS = 100_000;

        private Large() {}

        public static void main(String[] arguments) throws Exception {
            var rows = SheetBenchmark.rows(ROWS);
            var table = new Facts.Table(List.copyOf(rows.get(0).keySet()), rows);
            try (OutputStream out = Files.newOutputStream(Path.of(arguments[0]))) {
                SheetBenchmark.bulletin(table, out);
            }
        }
    }
}
