package org.tongbao.render;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The parts of a workbook in a fixed order and with a fixed time, whatever the library and the clock say. */
final class WorkbookFile {

    /** A month after the first moment a ZIP file can name: for that one Java adds a field that depends on the zone. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private WorkbookFile() {}

    /** Copies the parts to {@code out}, the list of contents first, as programs that guess the kind of file expect. */
    static void copy(Path file, OutputStream out) throws IOException {
        var zip = new ZipOutputStream(out);
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
                try (var content = parts.getInputStream(part)) {
                    content.transferTo(zip);
                }
                zip.closeEntry();
            }
        }
        zip.finish();
    }
}
