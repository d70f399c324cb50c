package org.tongbao.warehouse;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;

/**
 * A declared warehouse table: {@code jobs/rulebook/datasets/NAME.yaml}.
 *
 * @param name its name in SQL
 * @param title its name in Chinese
 * @param load what one load replaces
 * @param key columns that identify a row
 * @param period column that puts a row into a period, or null for a register
 * @param columns name to column, in order
 * @param checks conditions over a row's columns that reject it
 * @param at where it is declared
 */
public record Dataset(
        String name,
        String title,
        Load load,
        List<String> key,
        @Nullable String period,
        Map<String, Column> columns,
        List<Check> checks,
        Location at) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    public Dataset {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no table name; use a-z, 0-9 and _");
        }
        key = List.copyOf(key);
        columns = new LinkedHashMap<>(columns);
        checks = List.copyOf(checks);
    }

    /** What one load of a dataset replaces. */
    public enum Load {
        /** All of it. */
        FULL,
        /** The slice it arrives for: its file. */
        SLICE,
        /** The rows with the same key. */
        MERGE
    }

    /** What a column can hold. */
    public enum Type {
        TEXT("VARCHAR"),
        /** Unified social credit code, GB 32100-2015. */
        USCC("VARCHAR"),
        INTEGER("BIGINT"),
        NUMBER("DOUBLE"),
        DECIMAL("DECIMAL(18,4)"),
        DATE("DATE"),
        TIMESTAMP("TIMESTAMP"),
        /** A month, held as its first day. */
        MONTH("DATE"),
        BOOLEAN("BOOLEAN");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }

        /** The type in SQL. */
        public String sql() {
            return sql;
        }

        /** Whether a text of the rulebook is a value of the type, as SQL writes it. */
        private boolean holds(String text) {
            try {
                switch (this) {
                    case INTEGER -> Long.parseLong(text);
                    case NUMBER, DECIMAL -> new BigDecimal(text);
                    case DATE, MONTH -> LocalDate.parse(text);
                    case TIMESTAMP -> LocalDateTime.parse(text.replace(' ', 'T'));
                    case TEXT, USCC, BOOLEAN -> {}
                }
                return true;
            } catch (NumberFormatException | DateTimeParseException e) {
                return false;
            }
        }

        private String example() {
            return switch (this) {
                case DATE, MONTH -> "; write 2026-01-31";
                case TIMESTAMP -> "; write 2026-01-31 06:00";
                default -> "";
            };
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Type of(String word) {
            return Type.valueOf(word.toUpperCase(Locale.ROOT));
        }

        private static List<String> words() {
            return Arrays.stream(values()).map(Type::word).toList();
        }
    }

    /**
     * A column.
     *
     * @param title heading in Chinese, as reports print it
     * @param unit unit of a number, or null
     * @param required whether an empty value rejects the row
     * @param unique whether a value may stand once only
     * @param allowed values it may have; empty means any
     * @param low least value, or null
     * @param high greatest value, or null
     * @param pattern regular expression for the whole value, or null
     * @param references the dataset whose key the value must be, or null
     * @param by column of the referenced dataset in which the value arrives, to be replaced by its key; or null
     */
    public record Column(
            String name,
            Type type,
            String title,
            @Nullable String unit,
            boolean required,
            boolean unique,
            List<String> allowed,
            @Nullable String low,
            @Nullable String high,
            @Nullable String pattern,
            @Nullable String references,
            @Nullable String by,
            Location at) {

        public Column {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + name + "' is no column name; use a-z, 0-9 and _");
            }
            allowed = List.copyOf(allowed);
        }

        private static Optional<Column> read(String name, Block block) {
            return block.as(b -> {
                var range = b.parse("range", Column::range).orElse(new String[] {null, null});
                var type = Type.of(b.oneOf("type", Type.words(), "text"));
                for (var bound : range) {
                    if (bound != null && !type.holds(bound)) {
                        b.problems()
                                .add(b.at("range"), "'" + bound + "' in 'range' is no " + type.word() + type.example());
                    }
                }
                var references = b.optionalText("references").map(text -> text.split(" by ", 2));
                return new Column(
                        name,
                        type,
                        b.optionalText("title").orElse(name),
                        b.optionalText("unit").orElse(null),
                        b.flag("required", false),
                        b.flag("unique", false),
                        b.texts("allowed"),
                        range[0],
                        range[1],
                        b.parse("pattern", Column::regex).orElse(null),
                        references.map(r -> r[0].strip()).orElse(null),
                        references
                                .filter(r -> r.length == 2)
                                .map(r -> r[1].strip())
                                .orElse(null),
                        b.at());
            });
        }

        private static @Nullable String[] range(String text) {
            int dots = text.indexOf("..");
            if (dots < 0) {
                throw new IllegalArgumentException("'" + text + "' is no range; write low..high, low.. or ..high");
            }
            var low = text.substring(0, dots).strip();
            var high = text.substring(dots + 2).strip();
            return new @Nullable String[] {low.isEmpty() ? null : low, high.isEmpty() ? null : high};
        }

        private static String regex(String text) {
            try {
                return Pattern.compile(text).pattern();
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("'" + text + "' is no regular expression: " + e.getDescription(), e);
            }
        }
    }

    /**
     * A condition that rejects a row.
     *
     * @param name short name
     * @param when SQL condition over the dataset's columns; true rejects
     * @param because reason in Chinese, as the sender reads it
     */
    public record Check(String name, String when, String because, Location at) {}

    /** Reads {@code datasets/NAME.yaml}. */
    public static Optional<Dataset> read(Block block) {
        return block.as(b -> {
            var columns = new LinkedHashMap<String, Column>();
            b.blocks("columns")
                    .forEach((name, column) -> Column.read(name, column).ifPresent(c -> columns.put(name, c)));
            if (columns.isEmpty()) {
                b.problems().add(b.at("columns"), "a dataset needs columns");
            }
            var checks = new ArrayList<Check>();
            for (var check : b.list("checks")) {
                check.as(c -> new Check(c.text("name"), c.text("when"), c.text("because"), c.at()))
                        .ifPresent(checks::add);
            }
            var key = b.texts("key");
            var period = b.optionalText("period").orElse(null);
            key.stream().filter(k -> !columns.containsKey(k)).forEach(k -> b.problems()
                    .addUnknown(b.at("key"), "column", k, columns.keySet()));
            if (period != null && !columns.containsKey(period)) {
                b.problems().addUnknown(b.at("period"), "column", period, columns.keySet());
            }
            return new Dataset(
                    b.text("dataset"),
                    b.text("title"),
                    Load.valueOf(b.oneOf("load", List.of("full", "slice", "merge"), "full")
                            .toUpperCase(Locale.ROOT)),
                    key,
                    period,
                    columns,
                    checks,
                    b.at());
        });
    }

    /** The other datasets that its columns refer to. */
    public List<String> referenced() {
        return columns.values().stream()
                .map(Column::references)
                .filter(r -> r != null && !r.equals(name))
                .map(String::valueOf)
                .distinct()
                .toList();
    }

    String columnsSql() {
        return columns.values().stream()
                .map(c -> c.name() + " " + c.type().sql())
                .collect(Collectors.joining(", "));
    }
}
