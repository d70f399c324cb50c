package org.tongbao.pull.remote;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A place in an ordered column, kept as text with its type, so that it is compared in the database as what it was. */
final class Watermark {

    private Watermark() {}

    static String format(@Nullable Object value) {
        if (value == null) {
            throw new FetchException("a watermark or key is empty; it must be filled in every row of the query");
        }
        if (value instanceof Timestamp time) {
            return "time " + time.toLocalDateTime();
        }
        if (value instanceof LocalDateTime time) {
            return "time " + time;
        }
        if (value instanceof OffsetDateTime time) {
            return "zoned " + time;
        }
        if (value instanceof java.sql.Date day) {
            return "day " + day.toLocalDate();
        }
        if (value instanceof Number number) {
            return "number " + new BigDecimal(number.toString()).toPlainString();
        }
        return "text " + value;
    }

    static Object parse(String text) {
        int space = text.indexOf(' ');
        var value = text.substring(space + 1);
        return switch (text.substring(0, space)) {
            case "time" -> Timestamp.valueOf(LocalDateTime.parse(value));
            case "zoned" -> OffsetDateTime.parse(value);
            case "day" -> java.sql.Date.valueOf(LocalDate.parse(value));
            case "number" -> new BigDecimal(value);
            default -> value;
        };
    }
}
