package org.tongbao.sample.file;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.tongbao.sample.city.Dice;
import org.tongbao.sample.file.Sheet.Dirt;
import org.tongbao.sample.file.Sheet.Row;

/**
 * Puts dirt on a sheet. A row that is to be rejected is an added copy of a clean one, under a key of its own and wrong
 * in one thing: so each has one cause, and nothing that refers to a good row is lost with it.
 */
public final class Soil {

    private final Sheet sheet;
    private final Dice dice;
    private final Consumer<String[]> newKey;

    /**
     * @param newKey gives a copied row a key that no other row has
     */
    public Soil(Sheet sheet, Dice dice, Consumer<String[]> newKey) {
        this.sheet = sheet;
        this.dice = dice;
        this.newKey = newKey;
    }

    /** With this probability, adds a row that its contract must reject for the one column changed. */
    public void spoil(double chance, String column, String kind, UnaryOperator<String> change) {
        var clean = clean();
        if (!dice.chance(chance) || clean.isEmpty()) {
            return;
        }
        var values = sheet.rows().get(dice.pick(clean)).copy();
        newKey.accept(values);
        int at = sheet.columns().indexOf(column);
        values[at] = change.apply(values[at]);
        sheet.rows()
                .add(
                        dice.between(0, sheet.rows().size()),
                        new Row(List.of(values), new Dirt(column, kind, "rejected")));
    }

    /** With this probability, adds an exact copy of a clean row somewhere after it. */
    public void duplicate(double chance, String key) {
        var clean = clean();
        if (!dice.chance(chance) || clean.isEmpty()) {
            return;
        }
        int original = dice.pick(clean);
        var dirt = new Dirt(key, "duplicate row", "rejected");
        var copy = new Row(sheet.rows().get(original).values(), dirt);
        sheet.rows().add(dice.between(original + 1, sheet.rows().size()), copy);
    }

    /** Dirties a clean row in a way that loading puts right. */
    public void smudge(String column, String kind, UnaryOperator<String> change) {
        var clean = clean();
        if (clean.isEmpty()) {
            return;
        }
        int row = dice.pick(clean);
        int at = sheet.columns().indexOf(column);
        var values = sheet.rows().get(row).copy();
        var changed = change.apply(values[at]);
        if (!changed.equals(values[at]) && !values[at].isEmpty()) {
            values[at] = changed;
            sheet.rows().set(row, new Row(List.of(values), new Dirt(column, kind, "cleaned")));
        }
    }

    private List<Integer> clean() {
        var rows = sheet.rows();
        return IntStream.range(0, rows.size())
                .filter(i -> rows.get(i).dirt() == null)
                .boxed()
                .toList();
    }
}
