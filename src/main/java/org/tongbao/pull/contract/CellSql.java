package org.tongbao.pull.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Dataset.Column;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/**
 * SQL that understands a cell: a text that arrived becomes a value of its column's type, or null. Two ways lead there.
 * The patient one ({@link #clean}, {@link #value}) knows every form people write. The quick one ({@link #quick}, {@link
 * #isSure}) takes only what cannot be meant otherwise, at nearly the speed of reading; the two agree on it.
 */
public final class CellSql {

    private static final String WIDE = "０１２３４５６７８９．－＋／：％ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ";
    private static final String NARROW = "0123456789.-+/:%ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288) || chr(65279)";
    private static final String WIDE_BLANKS = "(chr(160), chr(12288), chr(65279))";
    private static final String THOUSANDS = "[+-]?[0-9]{1,3}([,，][0-9]{3})+";

    /** What clerks write into a cell that has no value; a lone - is no such word for a number, for sheets show 0 so. */
    private static final List<String> EMPTY =
            List.of("/", "\\", "—", "——", "–", "―", "--", "-", "无", "暂无", "N/A", "NA", "NULL", "不适用", "未整改");

    /** What spreadsheet programs show where a formula failed. */
    private static final String ERROR =
            "#(N/A|REF!|DIV/0!|VALUE!|NAME\\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|GETTING_DATA)";

    /** The days of these centuries. */
    private static final String FIRST_DAY = "'1900-01-01'";

    private static final String LAST_DAY = "'2199-12-31'";

    private CellSql() {}

    /**
     * A text that arrived, without blanks around it and without what keeps spreadsheet programs from taking it for a number
     * ({@code ="0012"}, {@code '0012}); null if nothing is left.
     */
    static String plain(String arrived) {
        var text = trimmed(arrived);
        return "case when left(" + text + ", 1) in ('=', '''') then "
                + trimmed("regexp_replace(regexp_replace(" + text + ", '^=\"(.*)\"$', '\\1', 's'),"
                        + " '^''([0-9][0-9A-Za-z./:-]*)$', '\\1')")
                + " else " + text + " end";
    }

    /** A {@link #plain} text as the column's values are written, a code in one width; null if it means that there is none. */
    static String clean(Column column, boolean code) {
        var plain = column.name();
        var narrow = code ? narrow(plain) : plain;
        var clean =
                switch (column.type()) {
                    case USCC, ID_NUMBER -> "upper(" + narrow + ")";
                    case MOBILE -> "regexp_replace(" + narrow + ", '[ -]', '', 'g')";
                    default -> narrow;
                };
        return emptyWords(column).isEmpty()
                ? clean
                : "case when not " + isEmptyWord(column, plain) + " then " + clean + " end";
    }

    /** What means in a column that there is no value: what everybody writes so in what is no text, and what is declared. */
    private static List<String> emptyWords(Column column) {
        var usual = column.isText() || column.required()
                ? Stream.<String>empty()
                : EMPTY.stream()
                        .filter(word -> !(word.equals("-") && isNumber(column)))
                        .filter(word -> !(word.equals("无") && column.type() == Dataset.Type.BOOLEAN));
        return Stream.concat(usual, column.empty().stream()).distinct().toList();
    }

    private static boolean isNumber(Column column) {
        return switch (column.type()) {
            case INTEGER, NUMBER, DECIMAL -> true;
            default -> false;
        };
    }

    /** Whether a text without blanks around it means that there is no value. */
    private static String isEmptyWord(Column column, String text) {
        var words = emptyWords(column).stream()
                .map(word -> folded(word, WIDE, NARROW).toUpperCase(Locale.ROOT))
                .distinct()
                .toList();
        int longest = words.stream().mapToInt(String::length).max().orElse(0);
        // Not an IN, nor what the engine turns into one: see isNoneOf.
        return "coalesce(length(" + text + ") <= " + longest + " and "
                + full(
                        "upper(" + narrow(text) + ")",
                        words.stream().map(word -> "\\Q" + word + "\\E").collect(Collectors.joining("|")))
                + ", false)";
    }

    private static String folded(String text, String from, String to) {
        var folded = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            int at = from.indexOf(text.charAt(i));
            if (at >= 0) {
                folded.setCharAt(i, to.charAt(at));
            }
        }
        return folded.toString();
    }

    /** Whether a clean cell holds the error of a formula. */
    static String isError(String t) {
        return "left(" + t + ", 1) = '#' and " + full(t, ERROR);
    }

    /** Whether the value {@code x} of a clean decimal {@code t$x} has fewer places than were written. */
    static String isRounded(Column column) {
        var raw = "t$" + column.name();
        return "case when contains(" + raw + ", 'e') or contains(" + raw + ", 'E') or contains(" + raw + ", '%') then "
                + number(raw, "decimal(38, 20)", "%".equals(column.unit())) + " <> " + column.name()
                + " else regexp_matches(" + raw + ", '[.][0-9]{4}0*[1-9]') end";
    }

    /** A text with digits, letters and signs in one width. */
    static String narrow(String text) {
        // Translating is slow, and a text of as many bytes as characters has nothing to translate.
        return "case when strlen(%1$s) = length(%1$s) then %1$s else translate(%1$s, %2$s, %3$s) end"
                .formatted(text, Sql.text(WIDE), Sql.text(NARROW));
    }

    /** A text without blanks around it, null if nothing is left. */
    static String trimmed(String text) {
        return "nullif(trim(" + text + ", " + BLANKS + "), '')";
    }

    /** The value of a clean cell {@code t.x}. */
    static String value(Column column) {
        var t = "t." + column.name();
        return switch (column.type()) {
            case TEXT, USCC, DIVISION, PERMIT, PROJECT_CODE -> t;
            case MOBILE, ID_NUMBER -> DomainSql.masked(t);
            case INTEGER -> integer(t);
            case NUMBER -> number(t, "double", "%".equals(column.unit()));
            case DECIMAL -> number(t, "decimal(18, 4)", "%".equals(column.unit()));
            case DATE -> date(t);
            case TIMESTAMP -> timestamp(t);
            case MONTH -> month(t);
            case BOOLEAN ->
                "case when lower(" + t + ") in ('是', '有', 'true', 'yes', 'y', '1', '√') then true when lower(" + t
                        + ") in ('否', '无', 'false', 'no', 'n', '0', '×') then false end";
        };
    }

    /** Whether a value is one that a bureau's data can hold: a finite number, a day of these centuries. */
    static String isSane(Column column, String value) {
        return switch (column.type()) {
            case NUMBER -> "isfinite(" + value + ")";
            case DATE, TIMESTAMP, MONTH -> value + " between " + FIRST_DAY + " and " + LAST_DAY;
            case TEXT, USCC, DIVISION, PERMIT, PROJECT_CODE, MOBILE, ID_NUMBER, INTEGER, DECIMAL, BOOLEAN ->
                value + " is not null";
        };
    }

    /** The value of a cell {@code t.x} as it arrived, where it is sure; otherwise anything. */
    static String quick(Column column) {
        var t = "t." + column.name();
        return switch (column.type()) {
            case TEXT, USCC, DIVISION, PERMIT, PROJECT_CODE -> t;
            case MOBILE, ID_NUMBER -> DomainSql.masked(t);
            case INTEGER, NUMBER, DECIMAL, DATE, TIMESTAMP ->
                "try_cast(" + t + " as " + column.type().sql() + ")";
            case MONTH -> "try_cast(" + t + " || '-01' as date)";
            case BOOLEAN ->
                "case when " + t + " in ('是', '1', 'true') then true when " + t
                        + " in ('否', '0', 'false') then false end";
        };
    }

    /** Whether the quick value {@code x} of a cell that arrived as {@code t$x} is sure; false or null if not. */
    static String isSure(Column column, boolean code) {
        var value = column.name();
        var raw = "t$" + value;
        var sure =
                switch (column.type()) {
                    // What refers to a key and is untidy does not find it, and is looked at again for that.
                    case TEXT -> column.references() == null ? isTidy(raw, code) : raw + " is not null";
                    case DIVISION, PERMIT, PROJECT_CODE, MOBILE -> isTidy(raw, code);
                    case USCC, ID_NUMBER -> isTidy(raw, code) + " and upper(" + raw + ") = " + raw;
                    // Written as the engine itself would write it: no 0x1F, 1_000 or 12.5.
                    case INTEGER -> "cast(" + value + " as varchar) = " + raw;
                    case NUMBER -> isSane(column, value) + " and not contains(" + raw + ", '_')";
                    // With no more places than it holds.
                    case DECIMAL ->
                        value + " is not null and not contains(" + raw + ", '_') and not contains(" + raw
                                + ", 'e') and not contains(" + raw + ", 'E') and (instr(" + raw
                                + ", '.') = 0 or strlen(" + raw + ") - instr(" + raw + ", '.') <= 4)";
                    case DATE -> "strlen(" + raw + ") = 10 and " + isSane(column, value);
                    // With minutes or seconds in their place there is no room for an offset.
                    case TIMESTAMP ->
                        "strlen(" + raw + ") in (16, 19) and substr(" + raw + ", strlen(" + raw + ") - 2, 1) = ':' and "
                                + isSane(column, value);
                    case MONTH -> "strlen(" + raw + ") = 7 and " + isSane(column, value);
                    case BOOLEAN -> value + " is not null";
                };
        // What is declared to mean nothing could be a value otherwise; the usual words are none where a type is asked
        // for.
        var word = column.empty().isEmpty()
                ? isKept(column) || emptyWords(column).isEmpty()
                        ? ""
                        : " when " + value + " is null then " + isEmptyWord(column, raw)
                : " when " + isEmptyWord(column, raw) + " then " + (column.required() ? "false" : value + " is null");
        return column.required() && word.isEmpty()
                ? sure
                : "case when " + raw + " is null then " + !column.required() + word + " else " + sure + " end";
    }

    /** Whether the quick value of a cell is the cell itself. */
    static boolean isKept(Column column) {
        return quick(column).equals("t." + column.name());
    }

    /** Conditions, each on the value alone, under which a value that was read as its type is not sure. */
    static List<String> unsureTyped(Column column) {
        var value = column.name();
        var unsure = new ArrayList<String>();
        if (column.required()) {
            unsure.add(value + " is null");
        }
        switch (column.type()) {
            // The engine holds what is not a number to be greater than all numbers.
            case NUMBER -> unsure.addAll(List.of(value + " > " + Double.MAX_VALUE, value + " < -" + Double.MAX_VALUE));
            case DATE, TIMESTAMP, MONTH -> unsure.addAll(List.of(value + " < " + FIRST_DAY, value + " > " + LAST_DAY));
            case TEXT, USCC, DIVISION, PERMIT, PROJECT_CODE, MOBILE, ID_NUMBER, INTEGER, DECIMAL, BOOLEAN -> {}
        }
        return unsure;
    }

    /**
     * Whether a text needs no tidying, nor a look at what it could mean. Trimming is slow: this looks only at the first and
     * the last character; texts that begin with !, ", #, $, %, &, ' or = are looked at.
     */
    static String isTidy(String raw, boolean code) {
        return raw + " >= '(' and not (" + raw + " >= '=' and " + raw + " < '>') and right(" + raw + ", 1) > ' ' and "
                + (code
                        ? "strlen(" + raw + ") = length(" + raw + ")"
                        : "left(" + raw + ", 1) not in " + WIDE_BLANKS + " and right(" + raw + ", 1) not in "
                                + WIDE_BLANKS);
    }

    /** That a value is none of these. Not an IN: the engine turns a long one into a join, and loses the rows' order. */
    static String isNoneOf(String value, Collection<String> others) {
        return others.stream()
                .map(other -> value + " <> " + Sql.text(other))
                .collect(Collectors.joining(" and ", "(", ")"));
    }

    private static String integer(String t) {
        return "case when regexp_full_match(" + t + ", '[+-]?[0-9]+(\\.0*)?') then try_cast(split_part(" + t
                + ", '.', 1) as bigint) when " + full(t, THOUSANDS) + " then try_cast("
                + withoutMarks(t) + " as bigint) end";
    }

    /**
     * The number that a text without blanks around it is, as a column of numbers understands it.
     *
     * @param percent whether it counts in %, so that 85% is 85
     */
    public static String number(String text, boolean percent) {
        return number(narrow(text), "double", percent);
    }

    /** Which of these texts are no values of the column's type. */
    public static Set<String> mistyped(Session session, Column column, Collection<String> texts) {
        if (texts.isEmpty()) {
            return Set.of();
        }
        var name = column.name();
        return session
                .query("select t.arrived from (select arrived, " + clean(column, true) + " as " + name
                        + " from (select arrived, " + plain("arrived") + " as " + name + " from (select unnest(["
                        + Sql.texts(texts) + "]) as arrived))) as t where t." + name + " is not null and not coalesce("
                        + isSane(column, value(column)) + ", false)")
                .stream()
                .map(row -> row.text("arrived"))
                .collect(Collectors.toSet());
    }

    /** A number, also with thousands marks or as a percentage, which is a share unless the column counts in %. */
    private static String number(String t, String type, boolean percent) {
        var plain = "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)";
        return "case when " + full(t, plain + "([eE][+-]?[0-9]{1,3})?") + " then try_cast(" + t + " as " + type
                + ") when " + full(t, THOUSANDS + "(\\.[0-9]+)?") + " then try_cast(" + withoutMarks(t) + " as " + type
                + ") when " + full(t, plain + "%") + " then try_cast(replace(" + t + ", '%', "
                + Sql.text(percent ? "" : "e-2") + ") as " + type + ") end";
    }

    /** Whether a text is like a pattern from end to end. */
    static String full(String text, String pattern) {
        return "regexp_full_match(" + text + ", " + Sql.text(pattern) + ")";
    }

    /** The engine knows days by name, such as epoch and infinity. */
    private static String beginsWithDigit(String t) {
        return t + " >= '0' and " + t + " < ':'";
    }

    private static String withoutMarks(String t) {
        return "replace(replace(" + t + ", ',', ''), '，', '')";
    }

    /** A time with its zone, an offset or the name of one; Z and UTC are zones. */
    private static final String ZONED =
            "([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})[ Tt]([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?) ?"
                    + "(?:(Z|z|UTC|GMT)|(?:UTC|GMT)?([+-])([0-9]{1,2})(?::?([0-9]{2}))?)(?:\\[[A-Za-z_/]+\\])?";

    /** The bureau's own time of a text that is like {@link #ZONED}. */
    private static String zoned(String t) {
        IntFunction<String> part =
                group -> "regexp_extract(" + t + ", " + Sql.text("^" + ZONED + "$") + ", " + group + ")";
        return "timezone('Asia/Shanghai', try_cast(replace(replace(" + part.apply(1)
                + ", '/', '-'), '.', '-') || ' ' || "
                + part.apply(2) + " || case when " + part.apply(3) + " <> '' then '+00' else " + part.apply(4)
                + " || lpad("
                + part.apply(5) + ", 2, '0') || ':' || coalesce(nullif(" + part.apply(6)
                + ", ''), '00') end as timestamptz))";
    }

    /** A day in any of the usual forms, or as a spreadsheet counts days; a time of day behind it is dropped. */
    private static String date(String t) {
        return "case when regexp_full_match(" + t
                + ", '[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9:.]+)?') then try_cast(substring("
                + t + ", 1, 10) as date) when regexp_full_match(" + t + ", '[12][0-9]{7}') then try_cast(substring("
                + t + ", 1, 4) || '-' || substring(" + t + ", 5, 2) || '-' || substring(" + t
                + ", 7, 2) as date) when regexp_full_match(" + t
                + ", '[2-6][0-9]{4}(\\.[0-9]+)?') then date '1899-12-30' + cast(floor(cast(" + t
                + " as double)) as integer) when contains(" + t + ", ':') and " + full(t, ZONED) + " then cast("
                + zoned(t)
                + " as date) when " + beginsWithDigit(t) + " then cast(try_strptime(" + t
                + ", ['%Y-%m-%d', '%Y/%m/%d', '%Y.%m.%d', '%Y年%m月%d日', '%Y-%m-%d %H:%M', '%Y/%m/%d %H:%M:%S',"
                + " '%Y/%m/%d %H:%M', '%Y年%m月%d日 %H:%M']) as date) end";
    }

    /** Whether a clean cell is a day without its year, such as 6月8日. */
    static String isYearless(String t) {
        return "coalesce(regexp_full_match(" + t + ", '[0-9]{1,2}月[0-9]{1,2}日?'), false)";
    }

    /** The day of a cell without a year, in the year that brings it nearest to another day; null without one. */
    static String nearestYear(String t, String other) {
        IntFunction<String> day = years -> "cast(try_strptime(cast(extract(year from " + other + ") + " + years
                + " as varchar) || '年' || rtrim(" + t + ", '日') || '日', '%Y年%m月%d日') as date)";
        var away = "date_diff('day', " + other + ", " + day.apply(0) + ")";
        return "case when not " + isYearless(t) + " then null when " + away + " > 183 then " + day.apply(-1) + " when "
                + away + " < -183 then " + day.apply(1) + " else " + day.apply(0) + " end";
    }

    /** A name without what people write one way or another: brackets, blanks, marks, the width and case of letters. */
    static String folded(String name) {
        return "lower(regexp_replace(" + narrow(name) + ", '[\\s（）()【】\\[\\]〔〕“”\"''、，,.。·\\-—_]', '', 'g'))";
    }

    /** A time; with an offset it is turned into the bureau's own. Seconds of a spreadsheet's day count are rounded. */
    private static String timestamp(String t) {
        return "case when " + full(t, ZONED) + " then " + zoned(t) + " when regexp_full_match(" + t
                + ", '[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:.]+') then try_cast(" + t
                + " as timestamp) when regexp_full_match(" + t
                + ", '[2-6][0-9]{4}\\.[0-9]+') then timestamp '1899-12-30' + to_seconds(cast(round(cast(" + t
                + " as double) * 86400) as bigint)) when " + beginsWithDigit(t) + " then coalesce(try_strptime(" + t
                + ", ['%Y/%m/%d %H:%M:%S', '%Y/%m/%d %H:%M', '%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M', '%Y.%m.%d %H:%M:%S',"
                + " '%Y.%m.%d %H:%M', '%Y年%m月%d日 %H:%M:%S', '%Y年%m月%d日 %H:%M', '%Y年%m月%d日 %H时%M分',"
                + " '%Y年%m月%d日%H时%M分', '%Y%m%d%H%M%S']), cast(" + date(t) + " as timestamp)) end";
    }

    private static String month(String t) {
        return "case when regexp_full_match(" + t + ", '[0-9]{4}-[0-9]{1,2}') then try_cast(" + t
                + " || '-01' as date) when regexp_full_match(" + t + ", '[12][0-9]{5}') then try_cast(substring(" + t
                + ", 1, 4) || '-' || substring(" + t + ", 5, 2) || '-01' as date) when " + beginsWithDigit(t)
                + " then cast(date_trunc('month',"
                + " coalesce(try_strptime(" + t + ", ['%Y年%m月', '%Y/%m', '%Y.%m']), " + date(t)
                + ")) as date) end";
    }
}
