package org.tongbao.pull.contract;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Dataset.Column;
import org.tongbao.warehouse.Sql;

/** SQL for the codes and numbers that a bureau's data hold: whether one is right, and what is kept of a person's. */
final class DomainSql {

    /** First two digits of a division code, GB/T 2260. */
    private static final String PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]";

    /** GB 11643-1999: weights of the first seventeen digits, and the check sign for the sum modulo 11. */
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private static final String SIGNS = "10X98765432";

    private DomainSql() {}

    /** Whether a clean text {@code x} is a code of the column's type; never null. */
    static String valid(Column column, String x) {
        return "coalesce(" + form(column, x) + ", false)";
    }

    private static String form(Column column, String x) {
        return switch (column.type()) {
            case USCC -> CreditCodeSql.valid(x);
            case DIVISION -> CellSql.full(x, "(" + PROVINCES + ")[0-9]{4}([0-9]{3}([0-9]{3})?)?");
            case PERMIT ->
                "(" + CellSql.full(x, "(" + PROVINCES + ")[0-9]{16}") + " and " + isDay(x, 7) + " or "
                        + CellSql.full(x, ".{0,12}[〔\\[（(]?(19|20)[0-9]{2}[〕\\]）)]?.{0,12}[0-9]{2,8}号") + ")";
            case PROJECT_CODE ->
                CellSql.full(
                        x,
                        "(" + PROVINCES + ")[0-9]{14}|20[0-9]{2}-(" + PROVINCES
                                + ")[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{6}");
            case MOBILE -> CellSql.full(x, "(\\+?86)?1[3-9][0-9]{9}");
            case ID_NUMBER ->
                CellSql.full(x, "(" + PROVINCES + ")[0-9]{15}[0-9X]") + " and " + isDay(x, 7) + " and " + sign(x);
            case TEXT, INTEGER, NUMBER, DECIMAL, DATE, TIMESTAMP, MONTH, BOOLEAN -> "true";
        };
    }

    /** What a sender is told of a code that is not right; empty for a type without a form. */
    static String complaint(Dataset.Type type) {
        return switch (type) {
            case USCC -> "统一社会信用代码不符合GB 32100";
            case DIVISION -> "行政区划代码无效";
            case PERMIT -> "施工许可证编号格式不符";
            case PROJECT_CODE -> "项目代码格式不符";
            case MOBILE -> "手机号码无效";
            case ID_NUMBER -> "公民身份号码不符合GB 11643";
            case TEXT, INTEGER, NUMBER, DECIMAL, DATE, TIMESTAMP, MONTH, BOOLEAN -> "";
        };
    }

    /** What is kept of a person's number: enough to tell two apart, not enough to call. */
    static String masked(String x) {
        return "case when length(%1$s) >= 15 then left(%1$s, 6) || repeat('*', length(%1$s) - 10) || right(%1$s, 4)"
                        .formatted(x)
                + " when length(%1$s) >= 11 then left(%1$s, 3) || repeat('*', length(%1$s) - 7) || right(%1$s, 4)"
                        .formatted(x)
                + " else repeat('*', greatest(length(%1$s) - 2, 0)) || right(%1$s, 2) end".formatted(x);
    }

    /** A line with the numbers of persons in it masked. */
    static String maskedWithin(String line) {
        return "regexp_replace(regexp_replace(" + line + ", '([1-9][0-9]{5})[0-9]{8}([0-9]{3}[0-9Xx])',"
                + " '\\1********\\2', 'g'), '(1[3-9][0-9])[0-9]{4}([0-9]{4})', '\\1****\\2', 'g')";
    }

    private static String isDay(String x, int from) {
        return "try_strptime(substring(" + x + ", " + from + ", 8), '%Y%m%d') between '1900-01-01' and '2199-12-31'";
    }

    private static String sign(String x) {
        var sum = IntStream.range(0, WEIGHTS.length)
                .mapToObj(i ->
                        "coalesce(try_cast(substring(" + x + ", " + (i + 1) + ", 1) as integer), 0) * " + WEIGHTS[i])
                .collect(Collectors.joining(" + "));
        return "substring(" + Sql.text(SIGNS) + ", 1 + cast((" + sum + ") % 11 as integer), 1) = right(" + x + ", 1)";
    }
}
