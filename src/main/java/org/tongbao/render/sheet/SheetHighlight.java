package org.tongbao.render.sheet;

import java.util.regex.Pattern;
import org.apache.poi.ss.usermodel.ConditionalFormattingRule;
import org.apache.poi.ss.usermodel.ConditionalFormattingThreshold.RangeType;
import org.apache.poi.ss.usermodel.IconMultiStateFormatting.IconSet;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.PatternFormatting;
import org.apache.poi.ss.usermodel.SheetConditionalFormatting;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.usermodel.XSSFColor;

/**
 * What catches the eye in a column of a sheet; it follows the cells when somebody edits or sorts them. In
 * {@code bulletin.yaml}: {@code data bar}, {@code colour scale}, {@code reversed colour scale} (where less is better),
 * {@code arrows} (up for a positive number, down for a negative one), and marks in red, or {@code in blue} if that is
 * added: {@code below 60}, {@code above 3}, {@code highest 3}, {@code lowest 3 in blue}, {@code is 不合格}.
 */
public sealed interface SheetHighlight {

    /** Adds the rule to the cells of one column. Rules that are added earlier win. */
    void addTo(SheetConditionalFormatting formatting, CellRangeAddress cells);

    /** A bar in each cell, as long as its number, from zero. */
    record DataBar() implements SheetHighlight {
        @Override
        public void addTo(SheetConditionalFormatting formatting, CellRangeAddress cells) {
            var rule = formatting.createConditionalFormattingRule(WorkbookStyles.colour(0xA9C7E4));
            var least = rule.getDataBarFormatting().getMinThreshold();
            least.setRangeType(RangeType.NUMBER);
            least.setValue(0.0);
            formatting.addConditionalFormatting(new CellRangeAddress[] {cells}, rule);
        }
    }

    /** Amber for the worst, white for the middle, blue for the best. */
    record ColourScale(boolean lessIsBetter) implements SheetHighlight {
        @Override
        public void addTo(SheetConditionalFormatting formatting, CellRangeAddress cells) {
            var rule = formatting.createConditionalFormattingColorScaleRule();
            var scale = rule.getColorScaleFormatting();
            scale.getThresholds()[0].setRangeType(RangeType.MIN);
            scale.getThresholds()[1].setRangeType(RangeType.PERCENTILE);
            scale.getThresholds()[1].setValue(50.0);
            scale.getThresholds()[2].setRangeType(RangeType.MAX);
            var amber = WorkbookStyles.colour(0xF3C99B);
            var blue = WorkbookStyles.colour(0xA9C7E4);
            scale.setColors(new XSSFColor[] {
                lessIsBetter ? blue : amber, WorkbookStyles.colour(0xFFFFFF), lessIsBetter ? amber : blue
            });
            formatting.addConditionalFormatting(new CellRangeAddress[] {cells}, rule);
        }
    }

    /** An arrow for the sign of a movement. */
    record Arrows() implements SheetHighlight {
        @Override
        public void addTo(SheetConditionalFormatting formatting, CellRangeAddress cells) {
            var rule = formatting.createConditionalFormattingRule(IconSet.GYR_3_ARROW);
            var thresholds = rule.getMultiStateFormatting().getThresholds();
            for (int i = 0; i < thresholds.length; i++) {
                thresholds[i].setRangeType(RangeType.NUMBER);
                thresholds[i].setValue(i == 2 ? 1.0 : i == 1 ? 0.0 : -1e9);
            }
            formatting.addConditionalFormatting(new CellRangeAddress[] {cells}, rule);
        }
    }

    /** A number beyond a limit. */
    record Limit(boolean below, double limit, MarkColour colour) implements SheetHighlight {
        @Override
        public void addTo(SheetConditionalFormatting formatting, CellRangeAddress cells) {
            var cell = first(cells);
            colour.add(
                    formatting,
                    cells,
                    "AND(ISNUMBER(" + cell + ")," + cell + (below ? "<" : ">") + SheetText.number(limit) + ")");
        }
    }

    /** The highest or lowest few of the column. */
    record Extreme(boolean highest, int count, MarkColour colour) implements SheetHighlight {
        @Override
        public void addTo(SheetConditionalFormatting formatting, CellRangeAddress cells) {
            var cell = first(cells);
            var column = cells.formatAsString(null, true);
            var rank = "RANK(" + cell + "," + column + "," + (highest ? 0 : 1) + ")";
            colour.add(formatting, cells, "AND(ISNUMBER(" + cell + ")," + rank + "<=" + count + ")");
        }
    }

    /** A certain text. */
    record Text(String text, MarkColour colour) implements SheetHighlight {
        @Override
        public void addTo(SheetConditionalFormatting formatting, CellRangeAddress cells) {
            colour.add(formatting, cells, first(cells) + "=\"" + text.replace("\"", "\"\"") + "\"");
        }
    }

    /** How a cell is marked. */
    enum MarkColour {
        RED(0xFBE3E1, IndexedColors.DARK_RED),
        BLUE(0xDCE9F5, IndexedColors.DARK_BLUE);

        private final int fill;
        private final IndexedColors letters; // of the fixed palette: POI writes other colours of rules wrongly

        MarkColour(int fill, IndexedColors letters) {
            this.fill = fill;
            this.letters = letters;
        }

        private void add(SheetConditionalFormatting formatting, CellRangeAddress cells, String condition) {
            var rule = formatting.createConditionalFormattingRule(condition);
            fill(rule, fill);
            var font = rule.createFontFormatting();
            font.setFontStyle(false, true);
            font.setFontColorIndex(letters.getIndex());
            formatting.addConditionalFormatting(new CellRangeAddress[] {cells}, rule);
        }
    }

    /** Reads one highlight as it is written in {@code bulletin.yaml}. */
    static SheetHighlight parse(String words) {
        var match = Pattern.compile("(below|above|highest|lowest|is) +(.+?)(?: in (red|blue))?")
                .matcher(words);
        if (!match.matches()) {
            return switch (words) {
                case "data bar" -> new DataBar();
                case "colour scale" -> new ColourScale(false);
                case "reversed colour scale" -> new ColourScale(true);
                case "arrows" -> new Arrows();
                default -> throw notUnderstood(words);
            };
        }
        var value = match.group(2);
        var colour = "blue".equals(match.group(3)) ? MarkColour.BLUE : MarkColour.RED;
        try {
            return switch (match.group(1)) {
                case "below" -> new Limit(true, Double.parseDouble(value), colour);
                case "above" -> new Limit(false, Double.parseDouble(value), colour);
                case "highest" -> new Extreme(true, Integer.parseInt(value), colour);
                case "lowest" -> new Extreme(false, Integer.parseInt(value), colour);
                default -> new Text(value, colour);
            };
        } catch (NumberFormatException e) {
            throw notUnderstood(words);
        }
    }

    private static IllegalArgumentException notUnderstood(String words) {
        return new IllegalArgumentException(
                "highlight '" + words + "' is not understood; write data bar, colour scale,"
                        + " reversed colour scale, arrows, below N, above N, highest N, lowest N or is TEXT, the last five also with 'in blue'");
    }

    /** Every second row a little darker, whatever the order of the rows. */
    static void addBanding(SheetConditionalFormatting formatting, CellRangeAddress cells) {
        var rule = formatting.createConditionalFormattingRule("MOD(ROW(),2)=" + cells.getFirstRow() % 2);
        fill(rule, 0xF5F8FB);
        formatting.addConditionalFormatting(new CellRangeAddress[] {cells}, rule);
    }

    private static void fill(ConditionalFormattingRule rule, int colour) {
        var pattern = rule.createPatternFormatting();
        pattern.setFillPattern(PatternFormatting.SOLID_FOREGROUND);
        pattern.setFillBackgroundColor(WorkbookStyles.colour(colour));
    }

    private static String first(CellRangeAddress cells) {
        return new CellReference(cells.getFirstRow(), cells.getFirstColumn(), false, false).formatAsString();
    }
}
