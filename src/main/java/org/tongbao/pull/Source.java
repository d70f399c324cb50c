package org.tongbao.pull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;

/**
 * Where a dataset's rows come from: {@code jobs/rulebook/sources/NAME.yaml}.
 *
 * @param name its name
 * @param dataset which dataset it feeds
 * @param files pattern of the files, below {@code below}; for a database or a service, where its arrivals lie
 * @param format how the files are written
 * @param below which folder the pattern starts from
 * @param headings column to the headings under which it may arrive; a column that is not named arrives under its own name
 * @param places column to where its headings are declared
 * @param skip first cells of rows that are no data, such as 合计
 * @param sheets name of the sheet that is read, or null for the first visible one
 * @param database a database that is read first, or null
 * @param service an HTTP service that is read first, or null
 */
public record Source(
        String name,
        String dataset,
        String files,
        Format format,
        Below below,
        Map<String, List<String>> headings,
        Map<String, Location> places,
        List<String> skip,
        @Nullable String sheets,
        @Nullable Database database,
        @Nullable Http service,
        Location at) {

    private static final List<String> TOTALS = List.of("合计", "小计", "总计", "合  计");

    public Source {
        headings = new LinkedHashMap<>(headings);
        places = new LinkedHashMap<>(places);
        skip = List.copyOf(skip);
    }

    /** How files are written. */
    enum Format {
        CSV,
        XLSX,
        JSON,
        PARQUET
    }

    /** Which folder a pattern starts from. */
    enum Below {
        /** The folder with the files that arrive. */
        DATA,
        /** The rulebook, for reference tables. */
        RULEBOOK,
        /** What databases and services have sent. */
        ARRIVALS
    }

    /** Reads {@code sources/NAME.yaml}. */
    public static Optional<Source> read(Block block) {
        return block.as(b -> {
            var name = b.text("source");
            var database = b.block("database").flatMap(Database::read).orElse(null);
            var service = b.block("service").flatMap(Http::read).orElse(null);
            boolean fetched = database != null || service != null;
            return new Source(
                    name,
                    b.text("dataset"),
                    fetched ? name + "/*." + (database == null ? "ndjson" : "csv") : b.text("files"),
                    fetched
                            ? database == null ? Format.JSON : Format.CSV
                            : Format.valueOf(b.oneOf("format", List.of("csv", "xlsx", "json", "parquet"), "csv")
                                    .toUpperCase(Locale.ROOT)),
                    fetched
                            ? Below.ARRIVALS
                            : Below.valueOf(b.oneOf("below", List.of("data", "rulebook"), "data")
                                    .toUpperCase(Locale.ROOT)),
                    b.textLists("headings"),
                    places(b),
                    b.has("skip") ? b.texts("skip") : TOTALS,
                    b.optionalText("sheet").orElse(null),
                    database,
                    service,
                    b.at("dataset"));
        });
    }

    private static Map<String, Location> places(Block block) {
        var places = new LinkedHashMap<String, Location>();
        block.block("headings").ifPresent(h -> h.names().forEach(column -> places.put(column, h.at(column))));
        return places;
    }

    /** Notes names that do not exist, and columns that could never be filled. */
    public void verify(Catalog catalog, Problems problems) {
        if (!catalog.datasets().containsKey(dataset)) {
            problems.addUnknown(at, "dataset", dataset, catalog.datasets().keySet());
            return;
        }
        var columns = catalog.dataset(dataset).columns();
        places.forEach((column, place) -> {
            if (!columns.containsKey(column)) {
                problems.addUnknown(place, "column", column, columns.keySet());
            }
        });
    }

    /** The headings under which a column may arrive. */
    List<String> headings(Dataset.Column column) {
        return headings.getOrDefault(column.name(), List.of(column.name()));
    }
}
