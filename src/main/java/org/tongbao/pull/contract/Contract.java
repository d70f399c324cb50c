package org.tongbao.pull.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Dataset.Column;
import org.tongbao.warehouse.Dataset.Severity;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/**
 * A dataset's contract as SQL over the table {@code staging}: makes the table {@code typed} with clean, typed columns and
 * in {@code violation} the number of the first rule that a row breaks, 0 for none.
 */
public final class Contract {

    public static final String TABLE = "typed";

    private static final String ELSEWHERE = "已在其他批次中报送";

    private final Dataset dataset;
    private final Catalog catalog;
    private final List<Rule> rules = new ArrayList<>();
    private final List<Rule> concerns = new ArrayList<>();
    private final Map<List<String>, Integer> unique = new LinkedHashMap<>();

    public Contract(Dataset dataset, Catalog catalog) {
        this.dataset = dataset;
        this.catalog = catalog;
        rules.add(new Rule("", List.of(firstColumn()), "", "fault is not null", Severity.REJECT));
        dataset.columns().values().forEach(this::addColumnRules);
        for (var check : dataset.checks()) {
            var named = firstNamed(check.when());
            addRule(new Rule(named, List.of(named), check.because(), "(" + check.when() + ")", check.severity()));
        }
        if (!dataset.key().isEmpty()) {
            addUnique(dataset.key(), "与前面的行重复");
        }
        dataset.columns().values().stream()
                .filter(Column::unique)
                .forEach(column -> addUnique(List.of(column.name()), column.title() + "重复"));
        if (!dataset.key().isEmpty()) {
            // The last rule, by its number.
            rules.add(new Rule(String.join("+", dataset.key()), dataset.key(), ELSEWHERE, "", Severity.REJECT));
        }
    }

    /**
     * One way in which a row can break the contract.
     *
     * @param column what the reject names
     * @param raw the columns of {@code staging} whose values it quotes
     * @param reason as the sender reads it
     * @param condition SQL that is true for a bad row
     */
    private record Rule(String column, List<String> raw, String reason, String condition, Severity severity) {

        /** Whether it is about the value alone: a row whose cells were all understood can break it. */
        boolean isOfValue() {
            return !condition.isEmpty() && !condition.contains("t$") && !condition.contains("fault");
        }
    }

    private void addRule(Rule rule) {
        (rule.severity() == Severity.REJECT ? rules : concerns).add(rule);
    }

    /** Makes {@code typed}; the rows of referenced datasets are those visible as of the cut-off. */
    public void apply(Session session, Collection<String> slices, long cutoff) {
        var joins = new ArrayList<String>();
        var typed = new LinkedHashMap<String, String>();
        for (var column : dataset.columns().values()) {
            typed.put(
                    column.name(),
                    column.references() == null
                            ? CellSql.value(column)
                            : joinReference(session, column, cutoff, joins));
        }
        dataset.columns().values().forEach(column -> typed.put(column.name(), derived(column, typed)));
        var clean = dataset.columns().values().stream()
                .map(c -> CellSql.clean(c, isCode(c)) + " as " + c.name())
                .collect(Collectors.joining(", "));
        exposeOtherDatasets(session, cutoff);
        session.execute("create or replace temp table " + TABLE
                + " as with clean as materialized (select part, position, source_row, sheet, fault, "
                + clean + " from (select * replace ("
                + dataset.columns().keySet().stream()
                        .map(c -> CellSql.plain(c) + " as " + c)
                        .collect(Collectors.joining(", "))
                + ") from " + Staging.TABLE
                + ")), typed as materialized (select part, position, source_row, sheet, fault, "
                + typed.entrySet().stream()
                        .map(e -> e.getValue() + " as " + e.getKey() + ", t." + e.getKey() + " as t$" + e.getKey())
                        .collect(Collectors.joining(", "))
                + " from clean as t" + String.join("", joins) + ") select part, position, source_row, sheet, fault, "
                + String.join(", ", dataset.columns().keySet())
                + concernFlags() + ", " + violation() + " as violation from typed as " + dataset.name());
        markDuplicates(session, slices, cutoff);
    }

    /** A value that its cell does not give may be told from others of the row. */
    private static String derived(Column column, Map<String, String> typed) {
        var value = typed.getOrDefault(column.name(), "");
        var year = column.yearFrom();
        if (year != null) {
            return "coalesce(" + value + ", "
                    + CellSql.nearestYear("t." + column.name(), typed.getOrDefault(year, "null")) + ")";
        }
        return column.madeOf().isEmpty()
                ? value
                : "coalesce(" + value + ", "
                        + column.madeOf().stream()
                                .map(other -> "cast(" + typed.getOrDefault(other, "null") + " as varchar)")
                                .collect(Collectors.joining(" || ' ' || "))
                        + ")";
    }

    /** Checks may ask other datasets: they are shown under their names, as of the cut-off. */
    private void exposeOtherDatasets(Session session, long cutoff) {
        for (var other : catalog.datasets().keySet()) {
            if (!other.equals(dataset.name())
                    && dataset.checks().stream().anyMatch(check -> position(check.when(), other) >= 0)) {
                session.execute("create or replace temp view " + other + " as " + catalog.rows(other, cutoff));
            }
        }
    }

    /** Which rules a row breaks without being rejected for it: {@code concern_1} and so on. */
    private String concernFlags() {
        var flags = new StringBuilder();
        for (int i = 0; i < concerns.size(); i++) {
            flags.append(", coalesce(")
                    .append(concerns.get(i).condition())
                    .append(", false) as concern_")
                    .append(i + 1);
        }
        return flags.toString();
    }

    /**
     * Queries for what is of concern in the rows that were taken: part, source_row, sheet, column_name, value, reason,
     * severity.
     */
    public List<String> concerns() {
        var queries = new ArrayList<String>();
        for (int i = 0; i < concerns.size(); i++) {
            var rule = concerns.get(i);
            queries.add("select t.part, t.source_row, t.sheet, " + Sql.text(rule.column()) + " as column_name, "
                    + arrivedValues(rule) + " as value, " + Sql.text(rule.reason()) + " as reason, "
                    + Sql.text(rule.severity().name().toLowerCase(Locale.ROOT)) + " as severity from " + TABLE
                    + " as t join " + Staging.TABLE
                    + " as s on s.position = t.position where t.violation = 0 and t.concern_"
                    + (i + 1) + " order by t.position");
        }
        return queries;
    }

    /** The values that a rule is about, as they arrived; of a person's number, what may be kept. */
    private String arrivedValues(Rule rule) {
        boolean persons =
                dataset.columns().values().stream().anyMatch(c -> c.type().isMasked());
        return rule.raw().stream()
                .map(name -> {
                    var value = "coalesce(s." + name + ", '')";
                    var column = dataset.columns().get(name);
                    if (column != null
                            && column.type().isMasked()
                            && !rule.column().isEmpty()) {
                        return DomainSql.masked(value);
                    }
                    return persons ? DomainSql.maskedWithin(value) : value;
                })
                .collect(Collectors.joining(" || ' / ' || "));
    }

    /** Tells of credit codes that a load has taken although their check sign is wrong. */
    public List<String> pilotCodes(Session session, long load) {
        var notes = new ArrayList<String>();
        for (var column : dataset.columns().values()) {
            if (column.type() == Dataset.Type.USCC && column.references() == null) {
                long odd = session.sql("select count(*) as odd from loaded." + dataset.name()
                                + " where load_id = :load and not " + CreditCodeSql.standard(column.name()))
                        .param("load", load)
                        .one()
                        .whole("odd");
                if (odd > 0) {
                    notes.add(odd + " codes in " + column.title() + " look like the early pilot's and break GB 32100");
                }
            }
        }
        return notes;
    }

    /**
     * SQL for the number of the first rule that a row breaks by itself, 0 for none, over columns {@code x} with what was
     * understood and {@code t$x} with what was written.
     */
    String violation() {
        var cases = new StringBuilder("case");
        for (int i = 0; i < rules.size(); i++) {
            if (!rules.get(i).condition().isEmpty()) {
                cases.append(" when ")
                        .append(rules.get(i).condition())
                        .append(" then ")
                        .append(i + 1);
            }
        }
        return cases + " else 0 end";
    }

    /** Conditions under which a value that was understood breaks a rule. */
    List<String> valueConditions() {
        return rules.stream().filter(Rule::isOfValue).map(Rule::condition).toList();
    }

    /** A query for the rejects: part, source_row, sheet, column_name, value, reason. */
    public String rejects() {
        var columns = new StringBuilder();
        var values = new StringBuilder();
        var reasons = new StringBuilder();
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            columns.append(" when ").append(i + 1).append(" then ").append(Sql.text(rule.column()));
            values.append(" when ").append(i + 1).append(" then ").append(arrivedValues(rule));
            reasons.append(" when ")
                    .append(i + 1)
                    .append(" then ")
                    .append(i == 0 ? "t.fault" : Sql.text(rule.reason()));
        }
        return "select t.part, t.source_row, t.sheet, case t.violation" + columns
                + " end as column_name, case t.violation"
                + values
                + " end as value, case t.violation" + reasons + " end as reason from " + TABLE + " as t join "
                + Staging.TABLE + " as s on s.position = t.position where t.violation > 0 order by t.position";
    }

    private void addColumnRules(Column column) {
        var name = column.name();
        var raw = "t$" + name;
        if (column.required()) {
            addValueRule(column, "必填项为空", (column.madeOf().isEmpty() ? raw : name) + " is null");
        }
        addShapeRule(column, "是表格程序的错误值，请改正公式", CellSql.isError(raw));
        if (column.yearFrom() != null) {
            addConcern(column, "没有写年份，按相近的日期推定", CellSql.isYearless(raw) + " and " + name + " is not null");
        }
        if (column.isLoose()) {
            addConcern(
                    column,
                    "写法与登记的名称不同，按登记的名称计",
                    raw + " is not null and " + name + " is not null and not exists (select 1 from reference_" + name
                            + " as r where r.arrives = " + raw + ")");
        }
        var references = column.references();
        if (references != null) {
            var other = catalog.dataset(references);
            addShapeRule(
                    column, column.title() + "不在" + other.title() + "中", raw + " is not null and " + name + " is null");
            return;
        }
        var shape =
                switch (column.type()) {
                    case TEXT, USCC, DIVISION, PERMIT, PROJECT_CODE, MOBILE, ID_NUMBER -> null;
                    case INTEGER -> "不是整数";
                    case NUMBER, DECIMAL -> "不是数值";
                    case DATE, MONTH -> "日期无效";
                    case TIMESTAMP -> "时间无效";
                    case BOOLEAN -> "应填是或否";
                };
        if (shape != null) {
            // What can't be held can't be loaded, however mild the column's rules are.
            addShapeRule(
                    column, shape, raw + " is not null and not coalesce(" + CellSql.isSane(column, name) + ", false)");
        }
        if (column.type() == Dataset.Type.DECIMAL) {
            addConcern(column, "小数超过4位，按四舍五入计", CellSql.isRounded(column));
        }
        var complaint = DomainSql.complaint(column.type());
        if (!complaint.isEmpty()) {
            // Of a person's number, what is kept cannot be checked.
            var whole = column.type().isMasked() ? raw : name;
            addValueRule(column, complaint, whole + " is not null and not (" + DomainSql.valid(column, whole) + ")");
        }
        addBoundRule(column, column.low(), "<", "小于允许的最小值");
        addBoundRule(column, column.high(), ">", "大于允许的最大值");
        if (!column.allowed().isEmpty()) {
            addValueRule(
                    column, "应为" + String.join("、", column.allowed()) + "之一", CellSql.isNoneOf(name, column.allowed()));
        }
        var pattern = column.pattern();
        if (pattern != null) {
            addValueRule(column, "格式不符", "not regexp_full_match(" + name + ", " + Sql.text(pattern) + ")");
        }
    }

    private void addBoundRule(Column column, @Nullable String bound, String beyond, String reason) {
        if (bound != null) {
            addValueRule(
                    column,
                    reason + bound,
                    column.name() + " " + beyond + " cast(" + Sql.text(bound) + " as "
                            + column.type().sql() + ")");
        }
    }

    private void addValueRule(Column column, String reason, String condition) {
        addRule(new Rule(column.name(), List.of(column.name()), reason, condition, column.severity()));
    }

    private void addConcern(Column column, String reason, String condition) {
        addRule(new Rule(column.name(), List.of(column.name()), reason, condition, Severity.WARN));
    }

    private void addShapeRule(Column column, String reason, String condition) {
        addRule(new Rule(column.name(), List.of(column.name()), reason, condition, Severity.REJECT));
    }

    private void addUnique(List<String> columns, String reason) {
        rules.add(new Rule(String.join("+", columns), columns, reason, "", Severity.REJECT));
        unique.put(dataset.unique(columns), rules.size());
    }

    /** The columns whose values may stand once only, together: the key and every unique column. */
    Collection<List<String>> uniqueColumns() {
        return unique.keySet();
    }

    /** Rows whose key has come before: in this file, or in another slice of the dataset. Only sound rows count. */
    private void markDuplicates(Session session, Collection<String> slices, long cutoff) {
        unique.forEach((columns, rule) -> markRepeated(session, columns, rule));
        rowsOfOtherSlices(session, slices, cutoff, TABLE + " where violation = 0")
                .ifPresent(others -> session.execute("update " + TABLE + " set violation = " + rules.size()
                        + " where violation = 0 and exists (select 1 from (" + others + ") as o where "
                        + equal(dataset.unique(dataset.key()), "o.", TABLE + ".") + ")"));
    }

    /**
     * Which rows were refused because another file has brought their key: {@code part}, the {@code other} file's part or its
     * {@code load}, and how many {@code rows}.
     */
    public List<Row> lost(Session session, Collection<String> slices, long cutoff) {
        if (dataset.load() != Dataset.Load.SLICE || dataset.key().isEmpty()) {
            return List.of();
        }
        var key = dataset.unique(dataset.key());
        var lost = new ArrayList<>(
                session.query("select l.part, w.part as other, cast(null as bigint) as load, count(*) as rows"
                        + " from " + TABLE + " as l join " + TABLE + " as w on " + equal(key, "w.", "l.")
                        + " where l.violation = "
                        + unique.getOrDefault(key, 0)
                        + " and w.violation = 0 and w.part <> l.part group by 1, 2 order by 1, 2"));
        var elsewhere = TABLE + " where violation = " + rules.size();
        if (session.one("select count(*) as n from " + elsewhere).whole("n") > 0) {
            rowsOfOtherSlices(session, slices, cutoff, elsewhere)
                    .ifPresent(others -> lost.addAll(session.query(
                            "select l.part, cast(null as integer) as other, o.load_id as load, count(*) as rows from "
                                    + TABLE + " as l join (" + others + ") as o on " + equal(key, "o.", "l.")
                                    + " where l.violation = " + rules.size() + " group by 1, 3 order by 1, 3")));
        }
        return lost;
    }

    /**
     * Of loads of other slices, those of which more than half the keys have come again: {@code load_id}.
     *
     * @param rows the table with what has come, typed, and a condition for sound rows
     */
    public List<Long> comeAgain(Session session, Collection<Long> loads, String rows) {
        if (loads.isEmpty()
                || dataset.load() != Dataset.Load.SLICE
                || dataset.key().isEmpty()) {
            return List.of();
        }
        var key = dataset.unique(dataset.key());
        var list = loads.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return session
                .query(
                        "select o.load_id, count(*) as rows, count(*) filter (where exists (select 1 from (select * from "
                                + rows
                                + ") as n where " + equal(key, "n.", "o.") + ")) as again from loaded." + dataset.name()
                                + " as o where o.load_id in (" + list + ") group by 1 order by 1")
                .stream()
                .filter(row -> 2 * row.whole("again") > row.whole("rows"))
                .map(row -> row.whole("load_id"))
                .toList();
    }

    /** The rows that have been judged and are sound but for their key, which another file may have brought. */
    public String soundButForTheKey() {
        return TABLE + " where violation in (0, " + rules.size() + ")";
    }

    /** A query for the rows of other slices whose keys could be those of the given rows; empty if there are none. */
    Optional<String> rowsOfOtherSlices(Session session, Collection<String> slices, long cutoff, String rows) {
        if (dataset.load() != Dataset.Load.SLICE || dataset.key().isEmpty()) {
            return Optional.empty();
        }
        var others = catalog.rows(dataset.name(), cutoff)
                + " and load_id not in (select load_id from ledger.load where dataset = " + Sql.text(dataset.name())
                + " and slice in (" + Sql.texts(slices) + "))";
        return session.query(others + " limit 1").isEmpty()
                ? Optional.empty()
                : Optional.of(others + keyBounds(session, rows));
    }

    /** Bounds of the keys that have arrived, as constants: with them the engine skips the blocks of other months. */
    private String keyBounds(Session session, String rows) {
        var bounds = session.one("select "
                + dataset.key().stream()
                        .map(c -> "cast(min(" + c + ") as varchar) as low_" + c + ", cast(max(" + c
                                + ") as varchar) as high_" + c)
                        .collect(Collectors.joining(", "))
                + " from " + rows);
        var conditions = new StringBuilder();
        for (var key : dataset.key()) {
            var low = bounds.optionalText("low_" + key);
            var high = bounds.optionalText("high_" + key);
            var column = dataset.columns().get(key);
            if (low.isPresent() && high.isPresent() && column != null) {
                conditions.append(" and %s between cast(%s as %s) and cast(%s as %s)"
                        .formatted(
                                key,
                                Sql.text(low.get()),
                                column.type().sql(),
                                Sql.text(high.get()),
                                column.type().sql()));
            }
        }
        return conditions.toString();
    }

    private void markRepeated(Session session, List<String> columns, int rule) {
        // Merged rows may come again in a later file; in one file they may not.
        var group = new ArrayList<>(columns);
        if (dataset.load() == Dataset.Load.MERGE) {
            group.add("part");
        }
        var list = String.join(", ", group);
        session.execute("create or replace temp table twice as select " + list + ", min(position) as first from "
                + TABLE + " where violation = 0 group by " + list + " having count(*) > 1");
        if (session.one("select count(*) as n from twice").whole("n") > 0) {
            session.execute("update " + TABLE + " set violation = " + rule + " from twice where violation = 0 and "
                    + equal(group, "twice.", TABLE + ".") + " and position > twice.first");
        }
    }

    static String equal(List<String> columns, String left, String right) {
        return columns.stream()
                .map(c -> left + c + " is not distinct from " + right + c)
                .collect(Collectors.joining(" and "));
    }

    /** The key of the row referred to; null if there is none. */
    private String joinReference(Session session, Column column, long cutoff, List<String> joins) {
        var table = createReferenceTable(session, column, cutoff);
        joins.add(" left join " + table + " on " + table + ".arrives = t." + column.name());
        if (!column.isLoose()) {
            return table + ".key";
        }
        var loose = "loose_" + column.name();
        session.execute("create or replace temp table " + loose + " as select " + CellSql.folded("arrives")
                + " as folded, min(key) as key from " + table + " group by " + CellSql.folded("arrives")
                + " having min(key) = max(key)");
        joins.add(" left join " + loose + " on " + loose + ".folded = " + CellSql.folded("t." + column.name()));
        return "coalesce(" + table + ".key, " + loose + ".key)";
    }

    /** Makes a table of what may stand in a column that refers: {@code arrives}, and the {@code key} it means. */
    String createReferenceTable(Session session, Column column, long cutoff) {
        var references = String.valueOf(column.references());
        var key = catalog.dataset(references).key().get(0);
        var by = column.by() == null ? key : column.by();
        var table = "reference_" + column.name();
        // A name that two rows bear means neither.
        session.execute("create or replace temp table " + table + " as select " + by + " as arrives, min(" + key
                + ") as key from (" + catalog.rows(references, cutoff) + ") group by " + by + " having min(" + key
                + ") = max(" + key + ")");
        return table;
    }

    /** Whether a column's digits and letters mean the same in either width; a text for people is left as it is. */
    boolean isCode(Column column) {
        return column.type() != Dataset.Type.TEXT
                || column.pattern() != null
                || dataset.key().contains(column.name())
                || (column.references() != null && column.by() == null);
    }

    private String firstColumn() {
        return dataset.columns().keySet().iterator().next();
    }

    /** The column that a check is about: the first that its condition names. */
    private String firstNamed(String condition) {
        return dataset.columns().keySet().stream()
                .map(c -> Map.entry(c, position(condition, c)))
                .filter(e -> e.getValue() >= 0)
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(firstColumn());
    }

    private static int position(String condition, String column) {
        var match = java.util.regex.Pattern.compile("\\b" + column + "\\b").matcher(condition);
        return match.find() ? match.start() : -1;
    }
}
