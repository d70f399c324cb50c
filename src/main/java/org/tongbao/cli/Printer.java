package org.tongbao.cli;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.Row;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prints rows: as a table whose columns stand under each other, Chinese or not, or as JSON. */
final class Printer {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PrintStream out;
    private final boolean json;

    Printer(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    boolean json() {
        return json;
    }

    /** Says what has been done: in words to people, by names and values to machines. */
    void say(String words, @Nullable Object... namesAndValues) {
        if (json) {
            value(map(namesAndValues));
        } else {
            out.println(words);
        }
    }

    /** Reads a line of JSON. */
    static JsonNode read(String line) {
        return JSON.readTree(line);
    }

    /** Prints a value as JSON, on one line. */
    void value(Object value) {
        out.println(JSON.writeValueAsString(value));
    }

    /** Prints a query's rows. */
    void rows(List<Row> rows) {
        if (json) {
            for (var row : rows) {
                value(plain(row));
            }
            return;
        }
        if (rows.isEmpty()) {
            out.println("nothing");
            return;
        }
        var columns = List.copyOf(rows.get(0).values().keySet());
        var lines = new ArrayList<List<String>>();
        lines.add(columns);
        rows.forEach(
                row -> lines.add(columns.stream().map(c -> text(row.get(c))).toList()));
        var right = columns.stream()
                .map(c -> rows.stream().anyMatch(row -> row.get(c) instanceof Number))
                .toList();
        print(lines, right);
    }

    private void print(List<List<String>> lines, List<Boolean> right) {
        var widths = new int[right.size()];
        for (var line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(line.get(i)));
            }
        }
        boolean heading = true;
        for (var line : lines) {
            var text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                var blanks = " ".repeat(widths[i] - width(line.get(i)));
                text.append(right.get(i) ? blanks + line.get(i) : line.get(i) + blanks)
                        .append("  ");
            }
            out.println(text.toString().stripTrailing());
            if (heading) {
                int sum = 0;
                for (int width : widths) {
                    sum += width + 2;
                }
                out.println("-".repeat(Math.max(1, sum - 2)));
                heading = false;
            }
        }
    }

    /** A row as JSON holds it. */
    static Map<String, @Nullable Object> plain(Row row) {
        var plain = new LinkedHashMap<String, @Nullable Object>();
        row.values().forEach((name, value) -> plain.put(name, plain(value)));
        return plain;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, "%.2f", number);
        }
        return value instanceof BigDecimal number ? number.stripTrailingZeros().toPlainString() : value.toString();
    }

    /** How many columns of a terminal a text takes; a Chinese character takes two. */
    static int width(String text) {
        return text.codePoints().map(c -> isWide(c) ? 2 : 1).sum();
    }

    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60);
    }

    /** A map in reading order, for JSON. */
    static Map<String, @Nullable Object> map(@Nullable Object... namesAndValues) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }
}
