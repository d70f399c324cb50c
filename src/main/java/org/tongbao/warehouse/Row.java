package org.tongbao.warehouse;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a result.
 *
 * @param values column name to value, in column order; String, Long, Double, BigDecimal, Boolean, LocalDate,
 *     LocalDateTime or null
 */
public record Row(Map<String, @Nullable Object> values) {

    public Row {
        values = new LinkedHashMap<>(values);
    }

    /** The value, or null; asking for a column that is not there is a mistake in the program. */
    public @Nullable Object get(String column) {
        if (!values.containsKey(column)) {
            throw new IllegalArgumentException("no column '" + column + "' among " + values.keySet());
        }
        return values.get(column);
    }

    public boolean isNull(String column) {
        return get(column) == null;
    }

    /** A text that is there. */
    public String text(String column) {
        return Objects.requireNonNull(get(column), column).toString();
    }

    public Optional<String> optionalText(String column) {
        return Optional.ofNullable(get(column)).map(Object::toString);
    }

    /** A whole number that is there. */
    public long whole(String column) {
        return ((Number) Objects.requireNonNull(get(column), column)).longValue();
    }

    /** A number that is there. */
    public double number(String column) {
        return ((Number) Objects.requireNonNull(get(column), column)).doubleValue();
    }

    public Optional<Double> optionalNumber(String column) {
        return Optional.ofNullable(get(column)).map(value -> ((Number) value).doubleValue());
    }

    public boolean flag(String column) {
        return (Boolean) Objects.requireNonNull(get(column), column);
    }

    public @Nullable LocalDate date(String column) {
        return (LocalDate) get(column);
    }

    public @Nullable LocalDateTime time(String column) {
        return (LocalDateTime) get(column);
    }
}
