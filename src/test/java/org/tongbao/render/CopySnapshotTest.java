package org.tongbao.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.facts.ScoreSheet;
import org.tongbao.run.Period;

/** What is read is what was written, to the last value of each kind. */
class CopySnapshotTest {

    private static final Edition DRAFT = Edition.draft(Period.parse("2026-Q2"), "S1");

    @Test
    void factsOfEveryKindComeBack() throws IOException {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("text", "虚构\n“工地” 😀 {\"decimal\": \"1\"}\u0000");
        row.put("number in a text", "2026");
        row.put("empty", "");
        row.put("least", Long.MIN_VALUE);
        row.put("most", Long.MAX_VALUE);
        row.put("double", 0.1 + 0.2);
        row.put("whole double", 12.0);
        row.put("large double", 1e300);
        row.put("small double", Double.MIN_VALUE);
        row.put("negative zero", -0.0);
        row.put("nan", Double.NaN);
        row.put("infinity", Double.NEGATIVE_INFINITY);
        row.put("decimal", new BigDecimal("12.300"));
        row.put("long decimal", new BigDecimal("-12345678901234567890123456789.00000000001"));
        row.put("flag", true);
        row.put("day", LocalDate.of(2026, 2, 28));
        row.put("time", LocalDateTime.of(2026, 2, 28, 23, 59, 59, 123_456_000));
        row.put("midnight", LocalDateTime.of(2026, 2, 28, 0, 0));
        row.put("nothing", null);
        var figures = new LinkedHashMap<String, @Nullable Object>();
        figures.put("score", 90.5);
        figures.put("grade", "优");
        figures.put("reason", null);
        var scheme = new ScoreSheet(
                List.of(
                        new ScoreSheet.Column(
                                "score",
                                "得分",
                                "总分",
                                10,
                                "0.00",
                                "说明",
                                new ScoreSheet.Calculation(
                                        "[a]*2", Map.of(ScoreSheet.Head.WEIGHT, "3", ScoreSheet.Head.FULL, "=1"))),
                        new ScoreSheet.Column(
                                "grade", "等级", null, 12, null, null, new ScoreSheet.Calculation(null, Map.of()))),
                Map.of("S1", figures));
        var facts = new Facts(
                Map.of(
                        "rows", new Facts.Table(List.copyOf(row.keySet()), List.of(row, row)),
                        "empty", new Facts.Table(List.of("a", "b"), List.of())),
                Map.of("project-monthly", scheme));
        comesBack(new CopySnapshot(DRAFT, facts));
        comesBack(new CopySnapshot(
                new Edition(Period.parse("2026-06"), "", "虚构〔2026〕1号", LocalDate.of(2026, 7, 3)),
                new Facts(Map.of(), Map.of())));
    }

    @Test
    void columnsAndTablesKeepTheirOrder() throws IOException {
        var tables = new LinkedHashMap<String, Facts.Table>();
        for (var name : List.of("z", "m", "a", "b", "y")) {
            tables.put(name, new Facts.Table(List.of("z", "a", "m"), List.of(Map.of("m", 1L, "z", 2L, "a", 3L))));
        }
        var read = CopySnapshot.read(written(new CopySnapshot(DRAFT, new Facts(tables))));
        assertThat(read.facts().tables().keySet()).containsExactly("z", "m", "a", "b", "y");
        assertThat(read.facts().table("z").rows().get(0).keySet()).containsExactly("z", "a", "m");
    }

    @Test
    void theFileIsJson() throws IOException {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("name", "东湖区");
        row.put("count", 3L);
        row.put("score", 90.0);
        row.put("day", LocalDate.of(2026, 2, 28));
        row.put("note", null);
        var facts = new Facts(Map.of("ranking", new Facts.Table(List.copyOf(row.keySet()), List.of(row))));
        assertThat(new String(written(new CopySnapshot(DRAFT, facts)).readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("""
                        {"format":1,"period":"2026-Q2","recipient":"S1","number":null,"issuedOn":null,\
                        "tables":{"ranking":{"columns":["name","count","score","day","note"],\
                        "rows":[["东湖区",3,90.0,{"date":"2026-02-28"},null]]}},"schemes":{}}""");
    }

    @Test
    void aValueThatWouldComeBackAsAnotherIsRefused() {
        var row = Map.<String, @Nullable Object>of("count", 3);
        var facts = new Facts(Map.of("t", new Facts.Table(List.of("count"), List.of(row))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(new CopySnapshot(DRAFT, facts)))
                .withMessage("a fact is no java.lang.Integer");
    }

    @Test
    void whatAnotherVersionOrAnInterruptedOneHasLeftIsRefused() throws IOException {
        var binary = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(binary)) { // as 0.1.0 began its files
            out.writeByte('s');
            out.writeInt(7);
            out.writeBytes("2026-06");
        }
        refused(binary.toByteArray(), "no snapshot of a copy");
        refused(new byte[0], "no snapshot of a copy");
        refused("{}".getBytes(StandardCharsets.UTF_8), "no snapshot of a copy");
        var whole = written(new CopySnapshot(DRAFT, new Facts(Map.of()))).readAllBytes();
        refused(Arrays.copyOf(whole, whole.length / 2), "no snapshot of a copy");
        var later = new String(whole, StandardCharsets.UTF_8).replace("\"format\":1", "\"format\":2");
        refused(later.getBytes(StandardCharsets.UTF_8), "a snapshot of format 2, expected 1");
    }

    private static void refused(byte[] file, String message) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> CopySnapshot.read(new ByteArrayInputStream(file)))
                .withMessageStartingWith(message);
    }

    private static void comesBack(CopySnapshot copy) throws IOException {
        assertThat(CopySnapshot.read(written(copy))).isEqualTo(copy);
    }

    private static ByteArrayInputStream written(CopySnapshot copy) throws IOException {
        var bytes = new ByteArrayOutputStream();
        copy.write(bytes);
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
