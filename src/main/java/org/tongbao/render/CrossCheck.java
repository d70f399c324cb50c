package org.tongbao.render;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.page.PdfTables;
import org.tongbao.render.sheet.Worksheet;
import org.tongbao.render.workbook.WorkbookReader;

/**
 * Compares finished files with the warehouse, figure by figure: the workbook's cells and the cells of the PDF's tables are
 * read back and compared with facts that are asked for anew.
 *
 * <p>A sheet says which fact each of its columns prints. A page does not; so a table's rows are found again by a name in
 * them, and a column is taken to print that column of the facts with which most of its cells agree. Where a few cells of a
 * column do not agree, they are the differences; a column that agrees with nothing is computed by the template, or words, and is reported
 * as not accounted for.
 */
final class CrossCheck {

    /** So much of a column must agree before the rest is called wrong. */
    private static final double LEAST_AGREEMENT = 0.7;

    /** A name that stands for more rows of the facts than this, on average, distinguishes nothing. */
    private static final int AMBIGUOUS = 10;

    /** With fewer different texts, columns agree by chance. */
    private static final int LEAST_DIFFERENT = 3;

    private static final Pattern NUMBER = Pattern.compile("([+\\-▲▼]?)([0-9]+(?:\\.[0-9]+)?)([^0-9（]*)(?:（.*）)?");

    /** A template may add a figure to a word: 迟下4天. */
    private static final Pattern FOLLOWING = Pattern.compile("[0-9]+(?:\\.[0-9]+)?\\p{IsHan}");

    private final Bulletin bulletin;
    private final Facts facts;
    private final List<String> differences = new ArrayList<>();
    private final List<String> unaccounted = new ArrayList<>();
    private int figures;

    private CrossCheck(Bulletin bulletin, Facts facts) {
        this.bulletin = bulletin;
        this.facts = facts;
    }

    /** Compares the files that are there. */
    static Comparison of(Bulletin bulletin, Facts facts, Path pdf, Path workbook) throws IOException {
        var check = new CrossCheck(bulletin, facts);
        if (Files.exists(workbook)) {
            try (var book = WorkbookReader.open(workbook)) {
                for (var sheet : bulletin.sheets()) {
                    check.sheet(sheet, book.sheet(sheet.name()));
                }
            }
        }
        if (Files.exists(pdf)) {
            for (var table : PdfTables.read(pdf)) {
                check.table(table);
            }
        }
        return new Comparison(check.figures, List.copyOf(check.differences), List.copyOf(check.unaccounted));
    }

    private void sheet(Worksheet declared, Optional<WorkbookReader.Cells> written) {
        var table = facts.table(declared.data());
        var cells = written.orElse(null);
        int heading = cells == null ? -1 : heading(declared, cells);
        if (cells == null || heading < 0) {
            differences.add(declared.name() + "：工作簿中没有这张表，或表头已变");
            return;
        }
        int first = declared.scheme() == null ? heading + 1 : belowWeights(declared, table, cells, heading);
        for (int i = 0; i < table.rows().size(); i++) {
            for (int c = 0; c < declared.columns().size(); c++) {
                var column = declared.columns().get(c);
                var value = table.rows().get(i).get(column.name());
                if (cells.holds(first + i, c, value)) {
                    figures++;
                } else {
                    differences.add("工作簿“%s”第%d行“%s”为%s，应为%s"
                            .formatted(
                                    declared.name(), first + 1 + i, column.title(), cells.text(first + i, c), value));
                }
            }
        }
    }

    /** The row with the titles of all columns. */
    private static int heading(Worksheet declared, WorkbookReader.Cells cells) {
        for (int r = 0; r < cells.rows(); r++) {
            boolean all = true;
            for (int c = 0; c < declared.columns().size() && all; c++) {
                all = cells.text(r, c)
                        .equals(Facts.withoutBlanks(declared.columns().get(c).title()));
            }
            if (all) {
                return r;
            }
        }
        return -1;
    }

    /** A sheet with a scheme's formulas has the weights and limits between heading and subjects. */
    private static int belowWeights(Worksheet declared, Facts.Table table, WorkbookReader.Cells cells, int heading) {
        for (int r = heading + 1; r < cells.rows() && !table.rows().isEmpty(); r++) {
            var first = table.rows().get(0).get(declared.columns().get(0).name());
            if (cells.holds(r, 0, first)) {
                return r;
            }
        }
        return heading + 1;
    }

    /** A way to find a printed table's rows in the facts: a column of names there and here. */
    private record Join(String query, int at, List<List<Map<String, @Nullable Object>>> rows) {}

    /** A column of the facts, and for which printed rows it agrees. */
    private record Match(String column, List<Boolean> agrees, int count) {}

    private void table(PdfTables.Table printed) {
        var rows = printed.rows().stream()
                .filter(row -> row.size() == printed.headings().size())
                .toList();
        Join best = null;
        List<@Nullable Match> bestMatches = List.of();
        int most = 0;
        for (var join : joins(rows)) {
            var matches = new ArrayList<@Nullable Match>();
            int sum = 0;
            for (int c = 0; c < printed.headings().size(); c++) {
                var match = match(join, rows, c);
                matches.add(match);
                sum += match == null ? 0 : match.count();
            }
            if (sum > most) {
                most = sum;
                best = join;
                bestMatches = matches;
            }
        }
        if (best != null) {
            for (int c = 0; c < printed.headings().size(); c++) {
                report(printed.headings().get(c), c, rows, best, bestMatches.get(c));
            }
        }
    }

    private List<Join> joins(List<List<String>> rows) {
        var joins = new ArrayList<Join>();
        int width = rows.isEmpty() ? 0 : rows.get(0).size();
        facts.tables().forEach((query, table) -> {
            for (var column : table.columns()) {
                var byName = new HashMap<String, List<Map<String, @Nullable Object>>>();
                for (var row : table.rows()) {
                    if (row.get(column) instanceof String name) {
                        byName.computeIfAbsent(Facts.withoutBlanks(name), n -> new ArrayList<>())
                                .add(row);
                    }
                }
                for (int at = 0; at < width && !byName.isEmpty(); at++) {
                    var found = new ArrayList<List<Map<String, @Nullable Object>>>();
                    int joined = 0;
                    for (var row : rows) {
                        var facts = byName.getOrDefault(row.get(at), List.of());
                        found.add(facts);
                        joined += facts.isEmpty() ? 0 : 1;
                    }
                    if (joined > 0
                            && joined >= LEAST_AGREEMENT * rows.size()
                            && found.stream().mapToInt(List::size).sum() <= AMBIGUOUS * joined) {
                        joins.add(new Join(query, at, found));
                    }
                }
            }
        });
        return joins;
    }

    private @Nullable Match match(Join join, List<List<String>> rows, int c) {
        var cells = rows.stream().map(row -> Printed.of(row.get(c))).toList();
        Match best = null;
        for (var column : facts.table(join.query()).columns()) {
            var agrees = new ArrayList<Boolean>();
            int count = 0;
            for (int i = 0; i < cells.size(); i++) {
                var cell = cells.get(i);
                boolean agree = false;
                for (var row : join.rows().get(i)) {
                    agree |= cell.says(row.get(column));
                }
                agrees.add(agree);
                count += agree ? 1 : 0;
            }
            if (count > 0 && (best == null || count > best.count())) {
                best = new Match(column, agrees, count);
            }
        }
        return best;
    }

    private void report(String heading, int c, List<List<String>> rows, Join join, @Nullable Match match) {
        if (match != null && match.count() == rows.size()) {
            figures += rows.size();
            return;
        }
        if (match == null
                || match.count() < LEAST_AGREEMENT * rows.size()
                || !isSignificant(heading, c, rows, join, match)) {
            unaccounted.add(heading);
            return;
        }
        figures += match.count();
        for (int i = 0; i < rows.size(); i++) {
            if (!match.agrees().get(i)
                    && (isDeclared(heading, join, match) || isFigure(rows.get(i).get(c)))) {
                differences.add("“%s”的“%s”印作%s，应为%s"
                        .formatted(
                                rows.get(i).get(join.at()),
                                heading,
                                rows.get(i).get(c),
                                join.rows().get(i).stream()
                                        .map(row -> String.valueOf(row.get(match.column())))
                                        .findFirst()
                                        .orElse("（数据中没有）")));
            }
        }
    }

    /** Whether it agrees by more than chance: it prints different things, or its heading is that of the sheet's column. */
    private boolean isSignificant(String heading, int c, List<List<String>> rows, Join join, Match match) {
        Set<String> printed = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            if (match.agrees().get(i)) {
                printed.add(rows.get(i).get(c));
            }
        }
        return printed.size() >= LEAST_DIFFERENT || isDeclared(heading, join, match);
    }

    private boolean isDeclared(String heading, Join join, Match match) {
        return bulletin.sheets().stream()
                .filter(sheet -> sheet.data().equals(join.query()))
                .flatMap(sheet -> sheet.columns().stream())
                .anyMatch(column -> column.name().equals(match.column())
                        && withoutUnit(column.title()).equals(withoutUnit(heading)));
    }

    private static String withoutUnit(String heading) {
        return Facts.withoutBlanks(heading).replaceAll("（.*）", "");
    }

    /** A template may put a word in a figure's place: 期满 for an overdue of no days. */
    private static boolean isFigure(String cell) {
        return cell.equals("—") || cell.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    /**
     * What a cell prints.
     *
     * @param sign before its figure; null if it is none
     * @param digits of its figure, with the point; null if it is none
     */
    private record Printed(
            String text, @Nullable String sign, @Nullable String digits) {

        static Printed of(String text) {
            var written = NUMBER.matcher(text);
            return written.matches()
                    ? new Printed(text, written.group(1), written.group(2))
                    : new Printed(text, null, null);
        }

        /** Whether that is a value, with whatever decimals, sign or unit. */
        boolean says(@Nullable Object value) {
            if (value == null) {
                return text.isEmpty() || text.equals("—") || text.equals("新");
            }
            if (value instanceof Number number) {
                return says(number.doubleValue());
            }
            if (value instanceof LocalDate || value instanceof LocalDateTime) {
                var day = value.toString();
                int month = Integer.parseInt(day.substring(5, 7));
                int date = Integer.parseInt(day.substring(8, 10));
                return text.endsWith(month + "月" + date + "日") || text.equals(day);
            }
            var said = Facts.withoutBlanks(value.toString());
            return text.equals(said)
                    || (!said.isEmpty()
                            && text.startsWith(said)
                            && FOLLOWING.matcher(text.substring(said.length())).matches());
        }

        private boolean says(double value) {
            if (text.equals("—")) {
                return value == 0;
            }
            if (digits == null || sign == null) {
                return false;
            }
            double size = Math.abs(value);
            if (Math.abs(Double.parseDouble(digits) - size) > 1) { // no rounding comes so far; most end here
                return false;
            }
            int point = digits.indexOf('.');
            int scale = point < 0 ? 0 : digits.length() - point - 1;
            var rounded = BigDecimal.valueOf(size).setScale(scale, RoundingMode.HALF_UP);
            var exact = new BigDecimal(size).setScale(scale, RoundingMode.HALF_UP);
            boolean below = Set.of("-", "▼").contains(sign);
            boolean above = Set.of("+", "▲").contains(sign);
            return (digits.equals(rounded.toPlainString()) || digits.equals(exact.toPlainString()))
                    && (!below || value < 0)
                    && (!above || value > 0);
        }
    }
}
