package org.tongbao.render.sheet;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.sheet.Worksheet.Column;

/** How the columns of a table are formatted, aligned and how wide they are, by what they declare and hold. */
final class SheetColumns {

    private static final int MEASURED_ROWS = 1_000;
    private static final int WIDEST = 36;
    private static final int NARROWEST = 6;
    private static final int SHORT = 6 * SheetText.HANZI;
    private static final DataFormatter FORMATTER = new DataFormatter(Locale.ROOT);

    private final List<Column> columns;
    private final Facts.Table table;
    private final Kind[] kinds;
    private final int[] valueWidths;

    /** What a column holds, by its first value. */
    private enum Kind {
        TEXT(null),
        INTEGER("0"),
        NUMBER("0.00"),
        DATE("yyyy-mm-dd"),
        TIME("yyyy-mm-dd hh:mm");

        private final @Nullable String format;

        Kind(@Nullable String format) {
            this.format = format;
        }
    }

    SheetColumns(List<Column> columns, Facts.Table table) {
        this.columns = columns;
        this.table = table;
        this.kinds = columns.stream().map(this::kind).toArray(Kind[]::new);
        this.valueWidths =
                IntStream.range(0, kinds.length).map(this::valueWidth).toArray();
    }

    /** Widths in Excel's unit. */
    int[] widths() {
        return IntStream.range(0, kinds.length).map(this::width).toArray();
    }

    private Kind kind(Column column) {
        var value = table.rows().stream()
                .map(row -> row.get(column.name()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        if (value instanceof Long) {
            return Kind.INTEGER;
        }
        if (value instanceof Number) {
            return Kind.NUMBER;
        }
        if (value instanceof LocalDate) {
            return Kind.DATE;
        }
        return value instanceof LocalDateTime ? Kind.TIME : Kind.TEXT;
    }

    @Nullable
    String format(int column) {
        var declared = columns.get(column).format();
        if (declared != null) {
            return declared;
        }
        // An arrow already shows the sign.
        return hasArrows(column) ? "0;0;" : kinds[column].format;
    }

    HorizontalAlignment align(int column) {
        if (columns.get(column).calculation() != null && columns.get(column).format() != null) {
            return HorizontalAlignment.RIGHT;
        }
        return switch (kinds[column]) {
            case DATE, TIME -> HorizontalAlignment.CENTER;
            case INTEGER, NUMBER -> hasArrows(column) ? HorizontalAlignment.CENTER : HorizontalAlignment.RIGHT;
            case TEXT -> valueWidths[column] <= SHORT ? HorizontalAlignment.CENTER : HorizontalAlignment.LEFT;
        };
    }

    /** Whether its values may be texts. */
    boolean isText(int column) {
        return kinds[column] == Kind.TEXT;
    }

    private boolean hasArrows(int column) {
        return columns.get(column).highlights().stream().anyMatch(SheetHighlight.Arrows.class::isInstance);
    }

    /** The declared width, or room for the values and for the heading on two lines; more is wrapped. */
    private int width(int column) {
        var declared = columns.get(column);
        if (declared.width() > 0) {
            return declared.width();
        }
        int heading = SheetText.width(declared.title());
        int wanted = Math.max(valueWidths[column], heading <= SHORT ? heading : heading / 2 + SheetText.HANZI);
        return Math.min(WIDEST, Math.max(NARROWEST, SheetText.columnWidth(wanted)));
    }

    private int valueWidth(int column) {
        var format = format(column);
        int widest = 0;
        for (var row :
                table.rows().subList(0, Math.min(MEASURED_ROWS, table.rows().size()))) {
            var value = row.get(columns.get(column).name());
            if (value instanceof Number number && format != null) {
                widest = Math.max(
                        widest, SheetText.width(FORMATTER.formatRawCellContents(number.doubleValue(), -1, format)));
            } else if (value instanceof String text) {
                widest = Math.max(widest, SheetText.width(text));
            } else if (value != null && format != null) {
                widest = Math.max(widest, SheetText.width(format));
            }
        }
        return widest;
    }
}
