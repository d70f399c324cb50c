package org.tongbao.pull.contract;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tongbao.warehouse.Sql;

/**
 * The check of a unified social credit code as SQL. GB 32100-2015: 18 characters of 31 signs (0-9, A-Z without I O S V
 * Z); places 3 to 8 are digits; the last is (31 - sum of sign values times 3^(i-1) mod 31) mod 31.
 */
final class CreditCodeSql {

    private static final String SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /**
     * Codes that Fuzhou and Xiamen gave out before the standard was settled and that are in use: real registrations whose
     * check sign is wrong. They are known by their division and by M000 at place 9.
     */
    private static final String PILOT = "91350[12][0-9]{2}M000[01][" + SIGNS + "]{5}";

    private CreditCodeSql() {}

    /** A condition that is true for a code that can be taken: a right one, or one of the early pilot's. */
    static String valid(String column) {
        return standard(column) + " or " + pilot(column);
    }

    /** A condition that is true for a code that keeps the standard. */
    static String standard(String column) {
        var signs = Sql.text(SIGNS);
        var sum = IntStream.range(0, 17)
                .mapToObj(i ->
                        "(strpos(" + signs + ", substring(" + column + ", " + (i + 1) + ", 1)) - 1) * " + weight(i))
                .collect(Collectors.joining(" + "));
        return "(" + CellSql.full(column, "[" + SIGNS + "]{2}[0-9]{6}[" + SIGNS + "]{10}") + " and substring(" + signs
                + ", (31 - (" + sum + ") % 31) % 31 + 1, 1) = substring(" + column + ", 18, 1))";
    }

    private static String pilot(String column) {
        return CellSql.full(column, PILOT);
    }

    private static int weight(int place) {
        int weight = 1;
        for (int i = 0; i < place; i++) {
            weight = weight * 3 % 31;
        }
        return weight;
    }
}
