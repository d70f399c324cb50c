package org.tongbao.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
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

    @Test
    void factsOfEveryKindComeBack() throws IOException {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("text", "虚构\n“工地” 😀");
        row.put("long", Long.MIN_VALUE);
        row.put("double", 0.1 + 0.2);
        row.put("nan", Double.NaN);
        row.put("decimal", new BigDecimal("12.300"));
        row.put("flag", true);
        row.put("day", LocalDate.of(2026, 2, 28));
        row.put("time", LocalDateTime.of(2026, 2, 28, 23, 59, 59, 123_456_000));
        row.put("nothing", null);
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
                Map.of("S1", new LinkedHashMap<>(Map.of("score", 90.5, "grade", "优"))));
        var facts = new Facts(
                Map.of(
                        "rows", new Facts.Table(List.copyOf(row.keySet()), List.of(row, row)),
                        "empty", new Facts.Table(List.of("a", "b"), List.of())),
                Map.of("project-monthly", scheme));
        comesBack(new CopySnapshot(Edition.draft(Period.parse("2026-Q2"), "S1"), facts));
        comesBack(new CopySnapshot(
                new Edition(Period.parse("2026-06"), "", "虚构〔2026〕1号", LocalDate.of(2026, 7, 3)),
                new Facts(Map.of(), Map.of())));
    }

    private static void comesBack(CopySnapshot copy) throws IOException {
        var bytes = new ByteArrayOutputStream();
        copy.write(bytes);
        assertThat(CopySnapshot.read(new ByteArrayInputStream(bytes.toByteArray())))
                .isEqualTo(copy);
    }
}
