package org.tongbao.render;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.facts.ScoreSheet;
import org.tongbao.run.Period;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * What a copy is drawn from, as a JSON file: another process, which can't open the warehouse, draws the same bytes from it.
 *
 * <p>Texts, flags and null are those of JSON; a number with point or exponent is a Double, one without a Long. What JSON has no
 * type for is an object with one member: {@code {"decimal": "12.300"}}, {@code {"date": "2026-02-28"}}, {@code {"time":
 * "2026-02-28T23:59:59"}}, {@code {"double": "NaN"}}.
 */
record CopySnapshot(Edition edition, Facts facts) {

    /** Changes with what the file says; a file of another format is refused. */
    private static final int FORMAT = 1;

    private static final Set<Class<?>> KINDS = Set.of(
            String.class,
            Long.class,
            Double.class,
            BigDecimal.class,
            Boolean.class,
            LocalDate.class,
            LocalDateTime.class);

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET) // who gives the stream still has to write it to the disk
            .addModule(new SimpleModule()
                    .addSerializer(Double.class, new DoubleWriter())
                    .addSerializer(BigDecimal.class, new Tagged<>("decimal"))
                    .addSerializer(LocalDate.class, new Tagged<>("date"))
                    .addSerializer(LocalDateTime.class, new Tagged<>("time"))
                    .addDeserializer(Object.class, new FactReader()))
            .build();

    /**
     * The file.
     *
     * @param number null, as the date, for a draft
     */
    private record Content(
            int format,
            String period,
            String recipient,
            @Nullable String number,
            @Nullable String issuedOn,
            Map<String, Rows> tables,
            Map<String, ScoreSheet> schemes) {}

    /** A table; its rows have their values in the order of the columns. */
    private record Rows(List<String> columns, List<List<@Nullable Object>> rows) {

        private static Rows of(Facts.Table table) {
            var rows = new ArrayList<List<@Nullable Object>>();
            for (var row : table.rows()) {
                var values = new ArrayList<@Nullable Object>();
                table.columns().forEach(column -> values.add(known(row.get(column))));
                rows.add(values);
            }
            return new Rows(table.columns(), rows);
        }

        private Facts.Table table() {
            var maps = new ArrayList<Map<String, @Nullable Object>>();
            for (var values : rows) {
                var row = new LinkedHashMap<String, @Nullable Object>();
                for (int i = 0; i < columns.size(); i++) {
                    row.put(columns.get(i), values.get(i));
                }
                maps.add(row);
            }
            return new Facts.Table(columns, maps);
        }
    }

    /** @throws IllegalArgumentException if a value is of a kind that would come back as another */
    void write(OutputStream out) throws IOException {
        var tables = new LinkedHashMap<String, Rows>();
        facts.tables().forEach((name, table) -> tables.put(name, Rows.of(table)));
        facts.schemes().values().stream()
                .flatMap(scheme -> scheme.figures().values().stream())
                .forEach(figures -> figures.values().forEach(CopySnapshot::known));
        var issuedOn = edition.issuedOn();
        var content = new Content(
                FORMAT,
                edition.period().toString(),
                edition.recipient(),
                edition.number(),
                issuedOn == null ? null : issuedOn.toString(),
                tables,
                facts.schemes());
        try {
            JSON.writeValue(out, content);
        } catch (JacksonException e) {
            throw new IOException(e);
        }
    }

    /** @throws IOException if it is no snapshot of this format, or only a part of one */
    static CopySnapshot read(InputStream in) throws IOException {
        try {
            var content = JSON.readValue(in, Content.class);
            if (content.format() != FORMAT) {
                throw new IOException("a snapshot of format " + content.format() + ", expected " + FORMAT);
            }
            var tables = new LinkedHashMap<String, Facts.Table>();
            content.tables().forEach((name, rows) -> tables.put(name, rows.table()));
            return new CopySnapshot(
                    new Edition(
                            Period.parse(content.period()),
                            content.recipient(),
                            content.number(),
                            content.issuedOn() == null ? null : LocalDate.parse(content.issuedOn())),
                    new Facts(tables, content.schemes()));
        } catch (JacksonException e) {
            throw new IOException("no snapshot of a copy: " + e.getOriginalMessage(), e);
        }
    }

    private static @Nullable Object known(@Nullable Object value) {
        if (value != null && !KINDS.contains(value.getClass())) {
            throw new IllegalArgumentException(
                    "a fact is no " + value.getClass().getName());
        }
        return value;
    }

    private static final class DoubleWriter extends ValueSerializer<Double> {

        @Override
        public void serialize(Double value, JsonGenerator out, SerializationContext context) {
            if (Double.isFinite(value)) {
                out.writeNumber(value);
            } else {
                new Tagged<Double>("double").serialize(value, out, context);
            }
        }
    }

    private static final class Tagged<T> extends ValueSerializer<T> {

        private final String kind;

        private Tagged(String kind) {
            this.kind = kind;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeStartObject();
            out.writeStringProperty(kind, value.toString());
            out.writeEndObject();
        }
    }

    private static final class FactReader extends ValueDeserializer<Object> {

        @Override
        public Object deserialize(JsonParser in, DeserializationContext context) {
            return switch (in.currentToken()) {
                case VALUE_STRING -> in.getString();
                case VALUE_NUMBER_INT -> in.getLongValue();
                case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case START_OBJECT -> tagged(in, context);
                default -> context.handleUnexpectedToken(Object.class, in);
            };
        }

        private static Object tagged(JsonParser in, DeserializationContext context) {
            var kind = String.valueOf(in.nextName());
            var text = String.valueOf(in.nextStringValue());
            if (in.nextToken() != JsonToken.END_OBJECT) {
                return context.handleUnexpectedToken(Object.class, in);
            }
            return switch (kind) {
                case "decimal" -> new BigDecimal(text);
                case "date" -> LocalDate.parse(text);
                case "time" -> LocalDateTime.parse(text);
                case "double" -> Double.valueOf(text);
                default -> throw context.weirdStringException(kind, Object.class, "no kind of fact");
            };
        }
    }
}
