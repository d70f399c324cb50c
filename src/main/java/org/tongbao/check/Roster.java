package org.tongbao.check;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Subjects;

/**
 * Of whom rows of a dataset are expected.
 *
 * @param column the dataset's column that says of whom a row is
 * @param sql query for {@code member}, one that is expected, and the {@code subject} that it counts for
 */
record Roster(String column, String sql) {

    /**
     * The roster that a gate asks for.
     *
     * @param columns those of the table that lists the members
     * @throws IllegalArgumentException when the dataset does not tell the members, or these do not tell their subject
     */
    static Roster of(Dataset dataset, Gate.Members members, Set<String> columns, Catalog catalog, Subjects subjects) {
        var column = dataset.columns().values().stream()
                .filter(c -> c.references() != null && columns.contains(c.name()))
                .filter(c ->
                        catalog.dataset(String.valueOf(c.references())).key().equals(List.of(c.name())))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("dataset '" + dataset.name()
                        + "' has no column that refers to what '" + members.of() + "' lists"))
                .name();
        var by = members.by();
        return new Roster(
                column, by == null ? all(column, members.of()) : each(column, members.of(), by, columns, subjects));
    }

    private static String all(String column, String table) {
        return "select distinct cast(" + column + " as varchar) as member, cast(null as varchar) as subject from "
                + table;
    }

    private static String each(String column, String table, String by, Set<String> columns, Subjects subjects) {
        for (var kind : subjects.kinds().values()) {
            var membership = columns.contains(kind.id()) ? membership(kind.name(), by, subjects) : null;
            if (membership != null) {
                return "select distinct cast(m." + column
                        + " as varchar) as member, cast(w.parent as varchar) as subject from " + table + " as m join ("
                        + membership + ") as w on w.subject = m." + kind.id();
            }
        }
        throw new IllegalArgumentException("'" + table + "' has no column that leads to a " + by);
    }

    private static @Nullable String membership(String kind, String by, Subjects subjects) {
        return subjects.memberships(kind).stream()
                .filter(membership -> membership.kind().name().equals(by))
                .map(Subjects.Membership::sql)
                .findFirst()
                .orElse(null);
    }
}
