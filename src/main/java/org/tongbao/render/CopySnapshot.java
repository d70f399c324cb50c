package org.tongbao.render;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.facts.ScoreSheet;
import org.tongbao.run.Period;

/**
 * What a copy is drawn from, as a file: another process, which can't open the warehouse, draws the same bytes from it. Only
 * the same version of the program reads it.
 */
record CopySnapshot(Edition edition, Facts facts) {

    void write(OutputStream to) throws IOException {
        var out = new DataOutputStream(new BufferedOutputStream(to));
        write(out, edition.period().toString());
        write(out, edition.recipient());
        write(out, edition.number());
        write(out, edition.issuedOn());
        out.writeInt(facts.tables().size());
        for (var entry : new TreeMap<>(facts.tables()).entrySet()) {
            var table = entry.getValue();
            write(out, entry.getKey());
            out.writeInt(table.columns().size());
            for (var column : table.columns()) {
                write(out, column);
            }
            out.writeInt(table.rows().size());
            for (var row : table.rows()) {
                for (var column : table.columns()) {
                    write(out, row.get(column));
                }
            }
        }
        out.writeInt(facts.schemes().size());
        for (var entry : new TreeMap<>(facts.schemes()).entrySet()) {
            write(out, entry.getKey());
            write(out, entry.getValue());
        }
        out.flush();
    }

    static CopySnapshot read(InputStream from) throws IOException {
        var in = new DataInputStream(new BufferedInputStream(from));
        var edition = new Edition(Period.parse(text(in)), text(in), (String) value(in), (LocalDate) value(in));
        var tables = new LinkedHashMap<String, Facts.Table>();
        for (int count = in.readInt(); count > 0; count--) {
            tables.put(text(in), table(in));
        }
        var schemes = new LinkedHashMap<String, ScoreSheet>();
        for (int count = in.readInt(); count > 0; count--) {
            schemes.put(text(in), scheme(in));
        }
        return new CopySnapshot(edition, new Facts(tables, schemes));
    }

    private static void write(DataOutputStream out, ScoreSheet scheme) throws IOException {
        out.writeInt(scheme.columns().size());
        for (var column : scheme.columns()) {
            var calculation = column.calculation();
            write(out, column.name());
            write(out, column.title());
            write(out, column.part());
            out.writeInt(column.width());
            write(out, column.format());
            write(out, column.note());
            write(out, calculation.formula());
            out.writeInt(calculation.heads().size());
            for (var head : calculation.heads().entrySet()) {
                write(out, head.getKey().word());
                write(out, head.getValue());
            }
        }
        out.writeInt(scheme.figures().size());
        for (var subject : scheme.figures().entrySet()) {
            write(out, subject.getKey());
            out.writeInt(subject.getValue().size());
            for (var figure : subject.getValue().entrySet()) {
                write(out, figure.getKey());
                write(out, figure.getValue());
            }
        }
    }

    private static ScoreSheet scheme(DataInputStream in) throws IOException {
        var columns = new ArrayList<ScoreSheet.Column>();
        for (int count = in.readInt(); count > 0; count--) {
            columns.add(new ScoreSheet.Column(
                    text(in),
                    text(in),
                    (String) value(in),
                    in.readInt(),
                    (String) value(in),
                    (String) value(in),
                    calculation(in)));
        }
        var figures = new LinkedHashMap<String, Map<String, @Nullable Object>>();
        for (int count = in.readInt(); count > 0; count--) {
            var row = new LinkedHashMap<String, @Nullable Object>();
            figures.put(text(in), row);
            for (int values = in.readInt(); values > 0; values--) {
                row.put(text(in), value(in));
            }
        }
        return new ScoreSheet(columns, figures);
    }

    private static ScoreSheet.Calculation calculation(DataInputStream in) throws IOException {
        var formula = (String) value(in);
        var heads = new EnumMap<ScoreSheet.Head, String>(ScoreSheet.Head.class);
        for (int count = in.readInt(); count > 0; count--) {
            heads.put(ScoreSheet.Head.of(text(in)).orElseThrow(), text(in));
        }
        return new ScoreSheet.Calculation(formula, heads);
    }

    private static Facts.Table table(DataInputStream in) throws IOException {
        var columns = new ArrayList<String>();
        for (int count = in.readInt(); count > 0; count--) {
            columns.add(text(in));
        }
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (int count = in.readInt(); count > 0; count--) {
            var row = new LinkedHashMap<String, @Nullable Object>();
            for (var column : columns) {
                row.put(column, value(in));
            }
            rows.add(row);
        }
        return new Facts.Table(List.copyOf(columns), rows);
    }

    private static String text(DataInputStream in) throws IOException {
        return Objects.requireNonNull((String) value(in));
    }

    private static void write(DataOutputStream out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeByte('0');
        } else if (value instanceof Long number) {
            out.writeByte('l');
            out.writeLong(number);
        } else if (value instanceof Double number) {
            out.writeByte('d');
            out.writeDouble(number);
        } else if (value instanceof Boolean flag) {
            out.writeByte('b');
            out.writeBoolean(flag);
        } else {
            out.writeByte(tag(value));
            var bytes = value.toString().getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    /** What is written as its text. */
    private static char tag(Object value) {
        if (value instanceof String) {
            return 's';
        } else if (value instanceof BigDecimal) {
            return 'n';
        } else if (value instanceof LocalDate) {
            return 'D';
        } else if (value instanceof LocalDateTime) {
            return 'T';
        }
        throw new IllegalArgumentException("a fact is no " + value.getClass().getName());
    }

    private static @Nullable Object value(DataInputStream in) throws IOException {
        char tag = (char) in.readByte();
        return switch (tag) {
            case '0' -> null;
            case 'l' -> in.readLong();
            case 'd' -> in.readDouble();
            case 'b' -> in.readBoolean();
            case 's' -> string(in);
            case 'n' -> new BigDecimal(string(in));
            case 'D' -> LocalDate.parse(string(in));
            case 'T' -> LocalDateTime.parse(string(in));
            default -> throw new IOException("no copy of this version of the program: it has a '" + tag + "'");
        };
    }

    private static String string(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
