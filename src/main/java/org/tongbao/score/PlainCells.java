package org.tongbao.score;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongbao.score.method.Divisor;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/** Checks the cells of a {@link PlainTable}; each mistake is told with line and column. */
final class PlainCells {

    /** From here on sums of squares overflow. */
    private static final double TOO_LARGE = 1e100;

    /** Mistakes of a kind that are told of a column. */
    static final int SHOWN = 20;

    private static final String TABLE = PlainTable.CELLS;

    private final Session session;
    private final Location top;
    private final List<String> header;
    private final Problems problems;

    PlainCells(Session session, Location top, List<String> header, Problems problems) {
        this.session = session;
        this.top = top;
        this.header = header;
        this.problems = problems;
    }

    /** Notes what is no number in a column of numbers, what is too large to compute with, and what could be meant two ways. */
    void refuseWords(String column) {
        int i = header.indexOf(column);
        var cells = "select position, line, c" + i + " as cell, n" + i + " as number from " + TABLE;
        session.query("select line, cell, number is null as word from (" + cells
                        + ") where cell is not null and (number is null or not isfinite(number) or abs(number) >= "
                        + Sql.number(TOO_LARGE) + ") order by position limit " + SHOWN)
                .forEach(row -> problems.add(
                        at(row),
                        "column '" + column + "': '" + row.text("cell")
                                + (row.flag("word")
                                        ? "' is not a number; leave the cell blank if there is none"
                                        : "' is too large to compute with; from 1e100 on nothing is taken")));
        if (!column.matches(".*[%％].*")) {
            var share = session.query("select line, cell from (" + cells
                    + ") where number is not null and regexp_matches(cell, '[%％]') order by position limit 1");
            share.forEach(first -> session.query("select line, cell, number from (" + cells
                            + ") where abs(number) > 1 and not regexp_matches(cell, '[%％]') order by position limit "
                            + SHOWN)
                    .forEach(row -> problems.add(
                            at(row),
                            "column '" + column + "': '" + row.text("cell") + "' stands without % below '"
                                    + first.text("cell") + "' in line " + first.whole("line") + ", which counts as "
                                    + plain(percent(first.text("cell"))) + "; write " + plain(number(row)) + "% or "
                                    + plain(number(row).movePointLeft(2)) + ", or count the column in %: '" + column
                                    + "(%)'")));
        }
    }

    private static BigDecimal number(Row row) {
        return BigDecimal.valueOf(row.optionalNumber("number").orElseThrow());
    }

    private static BigDecimal percent(String cell) {
        return new BigDecimal(Normalizer.normalize(cell, Normalizer.Form.NFKC).replace("%", "")).movePointLeft(2);
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    /** Where a row of the table stands. */
    Location at(Row row) {
        return new Location(top.file(), (int) row.whole("line"));
    }

    /** Numbers the periods in order of time, in the table {@code plain_period}: {@code written, kind, turn}. */
    void numberPeriods(@Nullable Integer period) {
        session.execute("create or replace temp table plain_period (written varchar, kind varchar, turn bigint)");
        if (period == null) {
            return;
        }
        var written = session.query("select c" + period + " as written, min(line) as line from " + TABLE + " group by c"
                + period + " order by line");
        @Nullable PeriodText first = null;
        @Nullable Row firstRow = null;
        try (var rows = session.temporaryAppender("plain_period")) {
            for (var row : written) {
                var what = "column '" + header.get(period) + "': ";
                try {
                    if (row.isNull("written")) {
                        throw new IllegalArgumentException("there is no period; each row needs one");
                    }
                    var text = PeriodText.parse(row.text("written"));
                    if (first == null || firstRow == null) {
                        first = text;
                        firstRow = row;
                    } else if (text.kind() != first.kind()) {
                        throw new IllegalArgumentException("'" + row.text("written") + "' is a "
                                + text.kind().word()
                                + ", and line " + firstRow.whole("line") + " has a "
                                + first.kind().word() + " ('"
                                + firstRow.text("written") + "'); score one kind at a time");
                    }
                    rows.row(row.text("written"), text.kind().word(), text.order());
                } catch (IllegalArgumentException e) {
                    problems.add(at(row), what + e.getMessage());
                }
            }
        }
    }

    /** Notes rows without a subject, and subjects that stand twice in a period. */
    void refuseRepeated(@Nullable Integer period) {
        session.query("select line from " + TABLE + " where c0 is null order by position limit " + SHOWN)
                .forEach(row -> problems.add(
                        at(row), "the first column, '" + header.get(0) + "', is blank: it names the subject"));
        session.query("select max(line) as line, min(line) as earlier, c0 from " + TABLE
                        + (period == null ? "" : " join plain_period on written = c" + period)
                        + " where c0 is not null group by c0" + (period == null ? "" : ", kind, turn")
                        + " having count(*) > 1 order by 1 limit " + SHOWN)
                .forEach(row -> problems.add(
                        at(row),
                        "'" + row.text("c0") + "' stands here again, first in line " + row.whole("earlier")
                                + (period == null ? "; is there a period column?" : " for the same period")));
    }

    /** Notes figures that are too large once they are divided, though both parts are well. */
    void refuseQuotients(String column, Divisor divisor) {
        int i = header.indexOf(column);
        int n = header.indexOf(divisor.indicator());
        session.query("select line, c" + i + " as cell, c" + n + " as units from " + TABLE + " where abs(n" + i
                        + " / nullif(n"
                        + n + " / " + Sql.number(divisor.units()) + ", 0)) >= " + Sql.number(TOO_LARGE)
                        + " order by position limit " + SHOWN)
                .forEach(row -> problems.add(
                        at(row),
                        "column '" + column + "': '" + row.text("cell") + "' per '" + divisor.indicator() + "' ('"
                                + row.text("units") + "') is too large to compute with"));
    }
}
