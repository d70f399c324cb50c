package org.tongbao.pull.file;

import org.tongbao.pull.contract.Staging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are taken apart here and not by the engine: they are written to a temporary CSV file, which the engine reads
 * into {@code staging} several times faster than it takes rows one by one. Totals and rows with nothing in them are left
 * out.
 */
final class RowWriter implements AutoCloseable {

    private static final int LONGEST_ROW = 1 << 20;

    private final Staging staging;
    private final FileLayout layout;
    private final List<String> columns;
    private final Path file;
    private final Writer writer;
    private final StringBuilder line = new StringBuilder();
    private final Map<String, String> above = new HashMap<>();
    private @Nullable Headings headings;
    private int[] positions = {};

    RowWriter(Staging staging, FileLayout layout, Path temporary) {
        this.staging = staging;
        this.layout = layout;
        this.columns = List.copyOf(layout.dataset().columns().keySet());
        try {
            Files.createDirectories(temporary);
            file = Files.createTempFile(temporary, "rows-", ".csv");
            writer = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row whose cells stand at the positions of the headings. */
    @SuppressWarnings(
            "ReferenceEquality") // the rows of a sheet share their headings; comparing them for each row is slow
    void add(long row, Headings known, List<? extends @Nullable String> cells) {
        if (known != headings) {
            headings = known;
            positions = columns.stream()
                    .mapToInt(column -> known.positions().getOrDefault(column, Integer.MAX_VALUE))
                    .toArray();
        }
        if (isNoRow(cells)) {
            return;
        }
        line.append(row).append(",-,");
        for (int i = 0; i < positions.length; i++) {
            var column = columns.get(i);
            var value = positions[i] < cells.size()
                    ? cells.get(positions[i])
                    : layout.given().get(column);
            appendCell(layout.fillDown().contains(column) ? fillDown(column, value) : value);
        }
        endRow(row);
    }

    /** A line that is no row, and why; what it holds is quoted under the first column. */
    void addFault(long row, String fault, String raw) {
        line.append(row).append(",,");
        line.append('"').append(fault.replace("\"", "\"\"")).append('"');
        appendCell(raw);
        for (int i = 1; i < columns.size(); i++) {
            appendCell(null);
        }
        endRow(row);
    }

    /** Hands the rows over. */
    void finish(@Nullable String sheet) {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        staging.add(file, sheet);
    }

    @Override
    public void close() {
        try {
            writer.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing in any column, or a total, known by the first cell that is filled. */
    private boolean isNoRow(List<? extends @Nullable String> cells) {
        boolean filled = false;
        for (int position : positions) {
            filled |= position < cells.size() && !Characters.isBlank(cells.get(position));
        }
        if (!filled) {
            return true;
        }
        for (var cell : cells) {
            if (cell != null && !Characters.isBlank(cell)) {
                return layout.skip().contains(Characters.trimmed(cell));
            }
        }
        return true;
    }

    /** The value, or where it is empty the last one above it. */
    private @Nullable String fillDown(String column, @Nullable String value) {
        if (Characters.isBlank(value)) {
            return above.get(column);
        }
        above.put(column, String.valueOf(value));
        return value;
    }

    private void appendCell(@Nullable String cell) {
        line.append(',');
        var text = Characters.clean(cell);
        if (text == null || text.isEmpty()) {
            return;
        }
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            plain = c != ',' && c != '"' && c != '\n' && c != '\r';
        }
        if (plain) {
            line.append(text);
        } else {
            line.append('"').append(text.replace("\"", "\"\"")).append('"');
        }
    }

    private void endRow(long row) {
        if (line.length() > LONGEST_ROW) {
            var start = line.substring(0, 200);
            line.setLength(0);
            addFault(row, "本行超过" + LONGEST_ROW + "字", start);
            return;
        }
        line.append('\n');
        try {
            writer.append(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line.setLength(0);
    }
}
