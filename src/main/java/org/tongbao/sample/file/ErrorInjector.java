package org.tongbao.sample.file;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.DataSheet.Dirt;
import org.tongbao.sample.file.DataSheet.Row;

/**
 * Injects errors into a sheet, each noted as its dirt. A row that is to be rejected is an added copy of a clean one,
 * under a key of its own and wrong in one thing: so each has one cause, and nothing that refers to a good row is lost
 * with it.
 */
public final class ErrorInjector {

    private final DataSheet sheet;
    private final SeededRandom random;
    private final Consumer<String[]> newKey;

    /**
     * @param newKey gives a copied row a key that no other row has
     */
    public ErrorInjector(DataSheet sheet, SeededRandom random, Consumer<String[]> newKey) {
        this.sheet = sheet;
        this.random = random;
        this.newKey = newKey;
    }

    /** With this probability, adds a row that its contract must reject for the one column changed. */
    public void addRejected(double chance, String column, String kind, UnaryOperator<String> change) {
        add(chance, column, kind, change, "rejected");
    }

    /** With this probability, adds a row that its contract lets pass and a rule is to find. */
    public void addUnusual(double chance, String column, String kind, UnaryOperator<String> change) {
        add(chance, column, kind, change, "found");
    }

    private void add(double chance, String column, String kind, UnaryOperator<String> change, String outcome) {
        var clean = clean();
        if (!random.chance(chance) || clean.isEmpty()) {
            return;
        }
        var values = sheet.rows().get(random.pick(clean)).copy();
        newKey.accept(values);
        int at = sheet.columns().indexOf(column);
        values[at] = change.apply(values[at]);
        sheet.rows()
                .add(random.between(0, sheet.rows().size()), new Row(List.of(values), new Dirt(column, kind, outcome)));
    }

    /** With this probability, adds an exact copy of a clean row somewhere after it. */
    public void addDuplicate(double chance, String key) {
        var clean = clean();
        if (!random.chance(chance) || clean.isEmpty()) {
            return;
        }
        int original = random.pick(clean);
        var dirt = new Dirt(key, "duplicate row", "rejected");
        var copy = new Row(sheet.rows().get(original).values(), dirt);
        sheet.rows().add(random.between(original + 1, sheet.rows().size()), copy);
    }

    /** Distorts a clean row in a way that loading puts right. */
    public void distort(String column, String kind, UnaryOperator<String> change) {
        var clean = clean();
        if (clean.isEmpty()) {
            return;
        }
        int row = random.pick(clean);
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
