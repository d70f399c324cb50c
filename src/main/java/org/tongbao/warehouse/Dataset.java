package org.tongbao.warehouse;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Period;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/**
 * A declared warehouse table: {@code jobs/rulebook/datasets/NAME.yaml}. The file's {@code source} says where its rows usually
 * come from, and is read by the stage that pulls them.
 *
 * @param name its name in SQL
 * @param title its name in Chinese
 * @param load what one load replaces
 * @param events whether it is a ledger of what happens now and then: no row says that nothing happened
 * @param key columns that identify a row
 * @param period column that puts a row into a period, or null for a register
 * @param until of a dated register, the column with the last day on which a row held, empty if it holds still; or null
 * @param columns name to column, in order
 * @param checks conditions over a row's columns, and what happens to a row of which they hold
 * @param expects how new and how large a load should be
 * @param expected of whom rows are expected when, or null
 * @param at where it is declared
 */
public record Dataset(
        String name,
        String title,
        Load load,
        boolean events,
        List<String> key,
        @Nullable String period,
        @Nullable String until,
        Map<String, Column> columns,
        List<Check> checks,
        Expectation expects,
        @Nullable Expected expected,
        Location at) {

    /** The dataset in which deliveries are registered: of which dataset (name or title), whom, which month, and whether nil. */
    public static final String DELIVERY_REGISTER = "delivery_note";

    public Dataset {
        ReservedNames.verifyTable(name);
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
        /** Division code, GB/T 2260: 6 digits, or 9 and 12 down to street and village (GB/T 10114). */
        DIVISION("VARCHAR"),
        /** Number of a construction permit, 施工许可证编号: 18 digits, the first six a division, the next eight a day. */
        PERMIT("VARCHAR"),
        /** National project code, 项目代码: 16 digits, or 2020-320102-47-03-502345 as investment platforms write it. */
        PROJECT_CODE("VARCHAR"),
        /** Mobile number; only 138****5678 of it is kept, anywhere. */
        MOBILE("VARCHAR"),
        /** Number of an identity card, GB 11643-1999; only 110101********123X of it is kept, anywhere. */
        ID_NUMBER("VARCHAR"),
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

        /** Whether what arrives is a person's, and is masked on the way in. */
        public boolean isMasked() {
            return this == MOBILE || this == ID_NUMBER;
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
                    case TEXT, USCC, DIVISION, PERMIT, PROJECT_CODE, MOBILE, ID_NUMBER, BOOLEAN -> {}
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
     * @param otherHeadings under which it may arrive besides its title and its name
     * @param unit unit of a number, or null
     * @param required whether an empty value rejects the row
     * @param unique whether a value may stand once only
     * @param allowed values it may have; empty means any
     * @param low least value, or null
     * @param high greatest value, or null
     * @param pattern regular expression for the whole value, or null
     * @param references the dataset whose key the value must be, or null
     * @param by column of the referenced dataset in which the value arrives, to be replaced by its key; or null
     * @param isLoose whether brackets, blanks and the width of letters do not matter in a name that stands for a key
     * @param madeOf columns of which its text is made where none arrives: a name within its region is a key then
     * @param yearFrom column whose year a day takes that arrives without one, the year that brings the two nearest; or null
     * @param empty what means that there is no value, besides what means so in every column of its type
     * @param isPersonal whether it names people: masked in reports of runs, in logs and on the terminal
     * @param severity what happens to a row whose value breaks the column's rules; a value that can't be held is rejected
     */
    public record Column(
            String name,
            Type type,
            String title,
            List<String> otherHeadings,
            @Nullable String unit,
            boolean required,
            boolean unique,
            List<String> allowed,
            @Nullable String low,
            @Nullable String high,
            @Nullable String pattern,
            @Nullable String references,
            @Nullable String by,
            boolean isLoose,
            List<String> madeOf,
            @Nullable String yearFrom,
            List<String> empty,
            boolean isPersonal,
            Severity severity,
            Location at) {

        public Column {
            ReservedNames.verifyColumn(name);
            otherHeadings = List.copyOf(otherHeadings);
            allowed = List.copyOf(allowed);
            madeOf = List.copyOf(madeOf);
            empty = List.copyOf(empty);
        }

        /** Whether it holds texts for people to read, of which each may mean what it says. */
        public boolean isText() {
            return type == Type.TEXT && references == null;
        }

        /** Whether its value depends on more than its cell. */
        public boolean isDerived() {
            return by != null || !madeOf.isEmpty() || yearFrom != null;
        }

        /** The headings under which it may arrive: its title, the others that are declared, its name. */
        public List<String> headings() {
            return Stream.of(Stream.of(title), otherHeadings.stream(), Stream.of(name))
                    .flatMap(headings -> headings)
                    .distinct()
                    .toList();
        }

        /** Empty, too, where a mistake leaves it open what the column can hold. */
        private static Optional<Column> read(String name, Block block, List<String> empty) {
            int before = block.problems().count();
            var column = block.<Column>as(b -> {
                var range = b.parse("range", Column::range).orElse(new String[] {null, null});
                var type = Type.of(b.oneOf("type", Type.words(), "text"));
                for (var bound : range) {
                    if (bound != null && !type.holds(bound)) {
                        b.problems()
                                .add(b.at("range"), "'" + bound + "' in 'range' is no " + type.word() + type.example());
                    }
                }
                var references = b.optionalText("references").map(text -> text.split(" by ", 2));
                boolean text = type == Type.TEXT && references.isEmpty();
                return new Column(
                        name,
                        type,
                        b.optionalText("title").orElse(name),
                        b.texts("headings"),
                        b.optionalText("unit").orElse(null),
                        b.flag("required", false),
                        b.flag("unique", false),
                        allowed(b, type),
                        range[0],
                        range[1],
                        b.parse("pattern", Column::regex).orElse(null),
                        references.map(r -> r[0].strip()).orElse(null),
                        references
                                .filter(r -> r.length == 2)
                                .map(r -> r[1].strip())
                                .orElse(null),
                        b.oneOf("spelling", List.of("exact", "loose"), "exact").equals("loose"),
                        b.texts("made-of"),
                        b.optionalText("year-from").orElse(null),
                        Stream.concat(b.texts("empty").stream(), text ? Stream.empty() : empty.stream())
                                .toList(),
                        b.flag("personal", false),
                        Severity.read(b),
                        b.at());
            });
            boolean typed =
                    block.optionalText("type").filter(Type.words()::contains).isPresent();
            return column.filter(c -> typed || block.problems().count() == before);
        }

        /** Notes what names other columns and can't. */
        private void verify(Map<String, Column> columns, Collection<String> declared, Problems problems) {
            Stream.concat(madeOf.stream(), Stream.ofNullable(yearFrom))
                    .filter(other -> !declared.contains(other))
                    .forEach(other -> problems.addUnknown(at, "column", other, declared));
            if (!madeOf.isEmpty()
                    && (type != Type.TEXT
                            || references != null
                            || madeOf.stream()
                                    .anyMatch(other -> columns.get(other) != null
                                            && !columns.get(other).madeOf.isEmpty()))) {
                problems.add(at, "'made-of' makes a text of columns that arrive; '" + name + "' is something else");
            }
            var year = yearFrom == null ? null : columns.get(yearFrom);
            if (yearFrom != null
                    && (type != Type.DATE
                            || (year != null
                                    && (year.yearFrom != null
                                            || !List.of(Type.DATE, Type.MONTH).contains(year.type))))) {
                problems.add(at, "'year-from' is for a day, and names a day or month that arrives with its year");
            }
            if (isLoose && by == null) {
                problems.add(at, "'spelling: loose' is for names: write 'references: ... by ...'");
            }
        }

        private static List<String> allowed(Block block, Type type) {
            var allowed = block.texts("allowed");
            allowed.stream().filter(value -> !type.holds(value)).forEach(value -> block.problems()
                    .add(block.at("allowed"), "'" + value + "' in 'allowed' is no " + type.word() + type.example()));
            return allowed;
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

    /** What happens when a rule is broken. */
    public enum Severity {
        /** The row is rejected, with the reason. */
        REJECT,
        /** The whole load is set aside until somebody releases it. */
        QUARANTINE,
        /** The row is loaded, and the reason noted. */
        WARN;

        private static Severity read(Block block) {
            return Severity.valueOf(block.oneOf("severity", List.of("reject", "quarantine", "warn"), "reject")
                    .toUpperCase(Locale.ROOT));
        }
    }

    /**
     * A condition under which a row is wrong.
     *
     * @param name short name
     * @param when SQL condition over the dataset's columns, and over other datasets by their names; true is wrong
     * @param because reason in Chinese, as the sender reads it
     */
    public record Check(String name, String when, String because, Severity severity, Location at) {}

    /**
     * How new and how large a load should be: {@code expect: { fresh: 40 days, rows: 50%..200% of previous, otherwise:
     * quarantine, rejected: at most 5% }}.
     *
     * @param days how many days before a period's end the newest row may lie; 0 for any
     * @param least share of the rows of the load before, 0..1; 0 for any
     * @param most the same, 1 or more; 0 for any
     * @param sets whether a load of another size is set aside; otherwise it is noted
     * @param rejected share of a file's rows above which every run warns that they were rejected, 0..1
     */
    public record Expectation(int days, double least, double most, boolean sets, double rejected) {

        /** Nothing is expected, but that most of a file can be read. */
        public static final Expectation NONE = new Expectation(0, 0, 0, false, 0.05);

        private static final Pattern DAYS = Pattern.compile("(\\d+) days?");
        private static final Pattern SHARE = Pattern.compile("at most (\\d+)%");
        private static final Pattern ROWS = Pattern.compile("(\\d+)%\\.\\.(\\d+)% of previous");

        private static Expectation read(Block block) {
            int days = block.parse(
                            "fresh",
                            text -> Integer.parseInt(
                                    groups(DAYS, text, "40 days").group(1)))
                    .orElse(0);
            var rows = block.parse("rows", text -> groups(ROWS, text, "50%..200% of previous"));
            return new Expectation(
                    days,
                    rows.map(Expectation::share).orElse(0.0),
                    rows.map(r -> Integer.parseInt(r.group(2)) / 100.0).orElse(0.0),
                    block.oneOf("otherwise", List.of("quarantine", "warn"), "warn")
                            .equals("quarantine"),
                    block.parse("rejected", text -> share(groups(SHARE, text, "at most 5%")))
                            .orElse(NONE.rejected()));
        }

        private static double share(MatchResult percent) {
            return Integer.parseInt(percent.group(1)) / 100.0;
        }

        private static MatchResult groups(Pattern pattern, String text, String like) {
            var match = pattern.matcher(text);
            if (!match.matches()) {
                throw new IllegalArgumentException("'" + text + "' must be like '" + like + "'");
            }
            return match.toMatchResult();
        }
    }

    /**
     * Who delivers when: {@code expected: each region each month within 5 days}. Nothing to report is reported, too, by a nil
     * return.
     *
     * @param each kind of subject
     * @param every how often
     * @param within by which day after the end of each such period; 0 for the period's last day
     */
    public record Expected(String each, Period.Kind every, int within) {

        private static final Pattern WORDS = Pattern.compile("each ([a-z_]+) each ([a-z]+)(?: within (\\d+) days?)?");

        public static Expected parse(String text) {
            var words = Expectation.groups(WORDS, text, "each region each month within 5 days");
            int days = words.group(3) == null ? 0 : Integer.parseInt(words.group(3));
            return new Expected(words.group(1), Period.Kind.of(words.group(2)), days);
        }

        /** The last day on which a period's delivery is in time. */
        public LocalDate due(Period period) {
            return period.end().plusDays(within - 1L);
        }
    }

    /** Reads {@code datasets/NAME.yaml}. Empty, too, where a mistake leaves open which columns there are. */
    public static Optional<Dataset> read(Block block) {
        var declared = block.blocks("columns");
        var columns = new LinkedHashMap<String, Column>();
        var empty = block.texts("empty");
        declared.forEach((name, column) -> Column.read(name, column, empty).ifPresent(c -> columns.put(name, c)));
        var dataset = block.<Dataset>as(b -> {
            b.leave("source");
            if (declared.isEmpty()) {
                b.absent("columns", "a dataset needs columns");
            }
            columns.values().forEach(column -> column.verify(columns, declared.keySet(), b.problems()));
            var checks = new ArrayList<Check>();
            for (var check : b.list("checks")) {
                check.as(c -> new Check(c.text("name"), c.text("when"), c.text("because"), Severity.read(c), c.at()))
                        .ifPresent(checks::add);
            }
            var key = b.texts("key");
            var period = b.optionalText("period").orElse(null);
            if (!declared.isEmpty()) {
                key.stream().filter(k -> !declared.containsKey(k)).forEach(k -> b.problems()
                        .addUnknown(b.at("key"), "column", k, declared.keySet()));
                if (period != null && !declared.containsKey(period)) {
                    b.problems().addUnknown(b.at("period"), "column", period, declared.keySet());
                }
            }
            var until = b.optionalText("until").orElse(null);
            var held = until == null ? null : columns.get(until);
            if (until != null && !declared.isEmpty() && !declared.containsKey(until)) {
                b.problems().addUnknown(b.at("until"), "column", until, declared.keySet());
            } else if (until != null && (key.size() != 1 || (held != null && held.type() != Type.DATE))) {
                b.problems()
                        .add(b.at("until"), "'until' is for registers with one key; it names a day that may be empty");
            }
            var load = Load.valueOf(
                    b.oneOf("load", List.of("full", "slice", "merge"), "full").toUpperCase(Locale.ROOT));
            if (load == Load.MERGE && key.isEmpty()) {
                b.problems().add(b.at("load"), "'load: merge' replaces rows by their key, and there is no 'key'");
            }
            return new Dataset(
                    b.text("dataset"),
                    b.text("title"),
                    load,
                    b.flag("events", false),
                    key,
                    period,
                    until,
                    columns,
                    checks,
                    b.block("expect").flatMap(e -> e.as(Expectation::read)).orElse(Expectation.NONE),
                    b.parse("expected", Expected::parse).orElse(null),
                    b.at());
        });
        return dataset.filter(d -> !columns.isEmpty()
                && columns.size() == declared.size()
                && columns.keySet().containsAll(d.key())
                && (d.period() == null || columns.containsKey(d.period()))
                && (d.until() == null || columns.containsKey(d.until())));
    }

    /** Whether its rows are subjects, or what else is there for a time, and not what happened on a day. */
    public boolean isRegister() {
        return key.size() == 1 && (period == null || until != null);
    }

    /** Names that must be unique, and of a dated register the day for which they must be. */
    public List<String> unique(List<String> names) {
        return Stream.concat(names.stream(), Stream.ofNullable(until)).toList();
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
