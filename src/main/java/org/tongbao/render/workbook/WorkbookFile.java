package org.tongbao.render.workbook;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.tongbao.render.sheet.SheetRows;

/** The parts of a workbook in a fixed order and with a fixed time, whatever the library and the clock say. */
public final class WorkbookFile {

    /** A month after the first moment a ZIP file can name: for that one Java adds a field that depends on the zone. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    /** Half the time of the usual level, for a tenth more bytes. */
    private static final int LEVEL = 4;

    private static final Pattern NO_ROWS = Pattern.compile("<sheetData\\s*/>|<sheetData>\\s*</sheetData>");

    private WorkbookFile() {}

    /** Writes the cells of a sheet. */
    @FunctionalInterface
    interface Rows {
        void write(SheetRows rows) throws IOException;
    }

    /**
     * Copies the parts to {@code out}, the list of contents first, as programs that guess the kind of file expect.
     *
     * @param sheets part of a sheet that has no rows yet to what writes them
     */
    public static void copy(Path file, Map<String, Rows> sheets, OutputStream out) throws IOException {
        var zip = new ZipOutputStream(out);
        zip.setLevel(LEVEL);
        try (var parts = new ZipFile(file.toFile())) {
            var ordered = parts.stream()
                    .sorted(Comparator.comparing(
                                    (ZipEntry part) -> !part.getName().equals("[Content_Types].xml"))
                            .thenComparing(part -> !part.getName().equals("_rels/.rels"))
                            .thenComparing(ZipEntry::getName))
                    .toList();
            for (var part : ordered) {
                var entry = new ZipEntry(part.getName());
                entry.setTimeLocal(TIME);
                zip.putNextEntry(entry);
                var rows = sheets.get(part.getName());
                try (var content = parts.getInputStream(part)) {
                    if (rows == null) {
                        content.transferTo(zip);
                    } else {
                        fill(content, rows, zip);
                    }
                }
                zip.closeEntry();
            }
        }
        zip.finish();
    }

    private static void fill(InputStream sheet, Rows rows, OutputStream out) throws IOException {
        var xml = new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        var gap = NO_ROWS.matcher(xml);
        if (!gap.find()) {
            throw new IllegalStateException("a sheet to be filled has rows already");
        }
        out.write((xml.substring(0, gap.start()) + "<sheetData>").getBytes(StandardCharsets.UTF_8));
        var cells = new SheetRows(out);
        rows.write(cells);
        cells.flush();
        out.write(("</sheetData>" + xml.substring(gap.end())).getBytes(StandardCharsets.UTF_8));
    }
}
