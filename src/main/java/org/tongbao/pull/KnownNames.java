package org.tongbao.pull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/** What a refused name or word could have meant: registered names, and words that a column allows. */
final class KnownNames {

    private final Session session;
    private final Catalog catalog;
    private final Map<String, List<String>> known = new HashMap<>();

    KnownNames(Session session, Catalog catalog) {
        this.session = session;
        this.catalog = catalog;
    }

    /**
     * The known name nearest to a refused one.
     *
     * @param reject with {@code dataset, column, value}
     * @return null where the column does not hold names, or none is near; a code that is nearly another is no name
     */
    @Nullable
    String nearest(Row reject) {
        var value = reject.optionalText("value").orElse("");
        var dataset = catalog.datasets().get(reject.text("dataset"));
        var column = dataset == null ? null : dataset.columns().get(reject.text("column"));
        if (dataset == null
                || column == null
                || value.isBlank()
                || (column.by() == null && column.allowed().isEmpty())) {
            return null;
        }
        var names = known.computeIfAbsent(dataset.name() + "." + column.name(), name -> names(column));
        return names.contains(value) ? null : Problems.nearest(value, names).orElse(null);
    }

    private List<String> names(Dataset.Column column) {
        var references = column.references();
        return references == null
                ? column.allowed()
                : session
                        .query("select distinct cast(" + column.by() + " as varchar) as name from ("
                                + catalog.rows(references, Long.MAX_VALUE) + ") as r where " + column.by()
                                + " is not null order by 1")
                        .stream()
                        .map(row -> row.text("name"))
                        .toList();
    }
}
