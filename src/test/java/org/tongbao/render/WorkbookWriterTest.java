package org.tongbao.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.run.Period;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

class WorkbookWriterTest {

    @TempDir
    Path folder;

    @Test
    void theSameFactsGiveTheSameBytes() throws IOException {
        var once = example();
        Files.write(Path.of("target/example.xlsx"), once); // to be looked at by hand
        assertThat(example()).isEqualTo(once);
    }

    private byte[] example() throws IOException {
        return write(sheets(SheetExample.YAML), SheetExample.charts(), SheetExample.facts());
    }

    private static byte[] write(List<Sheet> sheets, Map<String, Chart> charts, Facts facts) throws IOException {
        var cover = new WorkbookWriter.Cover("关于{period}|考核排名情况的通报", "云州市住房和城乡建设局（虚构）", Period.parse("2026-06"), true);
        var out = new ByteArrayOutputStream();
        WorkbookWriter.write(cover, sheets, charts, facts, out);
        return out.toByteArray();
    }

    private List<Sheet> sheets(String yaml) throws IOException {
        var file = Files.writeString(folder.resolve("bulletin.yaml"), yaml);
        var problems = new Problems();
        var queries = SheetExample.facts().tables().keySet();
        var sheets = new SpecFiles(folder, problems)
                .yaml(file)
                .flatMap(block -> block.as(
                        b -> Sheet.read(b, queries, SheetExample.charts().keySet())));
        problems.throwIfAny();
        return sheets.orElseThrow();
    }
}
