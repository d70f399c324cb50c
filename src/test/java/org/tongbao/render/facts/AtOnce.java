package org.tongbao.render.facts;

import java.util.ArrayList;
import java.util.List;
import org.tongbao.warehouse.Session;

/** Compares what a query gives all copies at once with what it gives each of them alone. */
public final class AtOnce {

    private AtOnce() {}

    /** What is wrong; empty if each copy has the same rows in the same order, and so has one for nobody. */
    public static List<String> differences(Session session, String sql, List<String> recipients) {
        var all = new ArrayList<>(recipients);
        all.add("nobody");
        var tables = new TablesOfCopies(session, "query", sql);
        var asked = tables.atOnce(all);
        if (asked.isEmpty()) {
            return List.of("can't be asked at once");
        }
        var alone = tables.oneByOne(all);
        var differences = new ArrayList<String>();
        for (int i = 0; i < all.size(); i++) {
            if (!asked.get().get(i).equals(alone.get(i))) {
                differences.add(all.get(i) + " got " + asked.get().get(i).rows() + " instead of "
                        + alone.get(i).rows());
            }
        }
        return differences;
    }
}
