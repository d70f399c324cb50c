package org.tongbao.render.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.tongbao.render.chart.ChartFonts;
import org.tongbao.render.style.FontFiles;
import org.tongbao.spec.Layers;

class WideTableTest {

    private static final String CELL = "专业分包单位安全管理机构人员";

    @Test
    void aTableThatIsWiderThanThePageBreaksItsLines() throws IOException {
        for (int columns : List.of(2, 6, 9)) {
            var right = new double[1];
            var text = new StringBuilder();
            try (var document = Loader.loadPDF(pdf(columns))) {
                var stripper = new PDFTextStripper() {
                    @Override
                    protected void processTextPosition(TextPosition text) {
                        right[0] = Math.max(right[0], text.getX() + text.getWidth());
                        super.processTextPosition(text);
                    }
                };
                text.append(stripper.getText(document));
            }
            assertThat(right[0]).as("%d columns", columns).isLessThanOrEqualTo(400);
            assertThat(text.toString().replaceAll("\\s", "").codePoints().filter(c -> c == '员'))
                    .as("%d columns", columns)
                    .hasSize(columns);
        }
    }

    private static byte[] pdf(int columns) throws IOException {
        var cells = new StringBuilder();
        IntStream.range(0, columns)
                .forEach(i -> cells.append("<td>").append(CELL).append("</td>"));
        var css = "@page { size: 420pt 600pt; margin: 20pt; } body { font-family: 仿宋; font-size: 10pt; }"
                + " table { width: 100%; } td { white-space: nowrap; }"
                + " table.narrow td { white-space: normal; word-wrap: break-word; }";
        var html = "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"zh-CN\"><head><title>宽表</title><style>" + css
                + "</style></head><body><table><tbody><tr>" + cells + "</tr></tbody></table></body></html>";
        var files = FontFiles.in(Layers.of(Path.of("report-templates/shared/fonts")));
        var out = new ByteArrayOutputStream();
        new Page(files, new ChartFonts(files))
                .write(
                        html,
                        LocalDate.of(2026, 7, 3),
                        name -> {
                            throw new IllegalArgumentException(name);
                        },
                        out);
        return out.toByteArray();
    }
}
