package org.tongbao.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.run.Progress;

class CitySampleTest {

    @TempDir
    Path folder;

    @Test
    void theSameOptionsGiveTheSameBytes() throws Exception {
        write("a", 40);
        write("b", 40);
        assertThat(hashes("b")).isEqualTo(hashes("a")).isNotEmpty();
    }

    @Test
    void everyFormatHoldsDirtThatTheManifestLists() throws Exception {
        write("a", 60);
        var manifest = Files.readAllLines(folder.resolve("a/dirt.csv"));
        assertThat(manifest.get(0)).isEqualTo("file,sheet,row,column,value,kind,outcome");
        for (var extension : new String[] {".csv,", ".xlsx,", ".json,", ".parquet,"}) {
            assertThat(manifest).anyMatch(line -> line.contains(extension) && line.endsWith(",rejected"));
        }
        assertThat(manifest).anyMatch(line -> line.endsWith(",cleaned")).anyMatch(line -> line.endsWith(",late"));
    }

    @Test
    void theManifestNamesPhysicalRows() throws Exception {
        write("a", 60);
        var line = Files.readAllLines(folder.resolve("a/dirt.csv")).stream()
                .filter(l -> l.contains("检查记录") && l.contains("impossible date"))
                .findFirst()
                .orElseThrow();
        var fields = line.split(",", -1);
        var file = Files.readAllLines(folder.resolve("a").resolve(fields[0]), Charset.forName("GB18030"));
        assertThat(file.get(Integer.parseInt(fields[2]) - 1)).contains(fields[4]);
    }

    @Test
    void creditCodesAreValid() {
        assertThat(CreditCode.invent(0)).hasSize(18).startsWith("91990100MA");
    }

    private void write(String name, int projects) {
        CitySample.write(
                new SampleOptions(1, projects, 2, YearMonth.of(2026, 6), 360, folder.resolve(name)), Progress.NONE);
    }

    private Map<String, Integer> hashes(String name) throws IOException {
        var root = folder.resolve(name);
        var hashes = new TreeMap<String, Integer>();
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                hashes.put(root.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return hashes;
    }
}
