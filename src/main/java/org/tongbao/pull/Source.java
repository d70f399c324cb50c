package org.tongbao.pull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.pull.file.FileLayout;
import org.tongbao.pull.remote.Fetcher;
import org.tongbao.pull.remote.Remote;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;

/**
 * Where a dataset's rows come from: usually, as the dataset's own file says under {@code source}; otherwise a file {@code
 * jobs/rulebook/sources/NAME.yaml}, which takes the place of a usual one of its name.
 *
 * @param name its name
 * @param dataset which dataset it feeds
 * @param files pattern of the files, below {@code below}; for a database or a service, where its arrivals lie
 * @param format how the files are written
 * @param below which folder the pattern starts from
 * @param headings column to the headings under which it may arrive; a column that is not named arrives under those that the
 *     dataset declares
 * @param places column to where its headings are declared
 * @param ignore headings that nobody needs, and nobody is told of
 * @param skip first cells of rows that are no data, such as 合计
 * @param members which members of an archive are read
 * @param slice columns whose values in a file's name say what a later file replaces; empty if its name does
 * @param sheets the sheet that is read, or a pattern of those that are; null for the first visible one
 * @param hiddenRows whether rows are read that a sheet does not show
 * @param fillDown columns whose empty cells have the value above, as merged cells do
 * @param remote the database or HTTP service that is asked for the files first, or null
 * @param tries how often it is asked for the same before the pull gives up
 */
public record Source(
        String name,
        String dataset,
        NamePattern files,
        NamePattern members,
        FileLayout.Format format,
        Below below,
        Map<String, List<String>> headings,
        Map<String, Location> places,
        List<String> ignore,
        List<String> skip,
        List<String> slice,
        @Nullable NamePattern sheets,
        boolean hiddenRows,
        List<String> fillDown,
        @Nullable Remote remote,
        int tries,
        Location at) {

    private static final List<String> TOTALS = List.of("合计", "小计", "总计", "合  计");
    private static final List<String> FORMATS = List.of("csv", "xlsx", "json", "parquet");

    public Source {
        headings = new LinkedHashMap<>(headings);
        places = new LinkedHashMap<>(places);
        ignore = List.copyOf(ignore);
        skip = List.copyOf(skip);
        slice = List.copyOf(slice);
        fillDown = List.copyOf(fillDown);
    }

    /** Whether its files have a word in their names, or lie in a folder that has. */
    public boolean hasFilesCalled(String word) {
        return files.text().contains(word);
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
        return read(block, b -> b.text("source"), b -> b.text("dataset"));
    }

    /** Reads the usual source that a dataset's file declares, if it does; its name is the dataset's unless it has another. */
    public static Optional<Source> usual(Block dataset) {
        var name = dataset.optionalText("dataset").orElse("");
        return dataset.block("source")
                .flatMap(block -> read(block, b -> b.optionalText("name").orElse(name), b -> name));
    }

    private static Optional<Source> read(Block block, Function<Block, String> named, Function<Block, String> feeding) {
        return block.as(b -> {
            var name = named.apply(b);
            var remote = Remote.read(b).orElse(null);
            return new Source(
                    name,
                    feeding.apply(b),
                    new NamePattern(remote == null ? b.text("files") : name + "/*." + remote.extension()),
                    new NamePattern(b.optionalText("members").orElse("**")),
                    remote == null
                            ? FileLayout.Format.valueOf(
                                    b.oneOf("format", FORMATS, "csv").toUpperCase(Locale.ROOT))
                            : remote.extension().equals("csv") ? FileLayout.Format.CSV : FileLayout.Format.JSON,
                    remote == null
                            ? Below.valueOf(b.oneOf("below", List.of("data", "rulebook"), "data")
                                    .toUpperCase(Locale.ROOT))
                            : Below.ARRIVALS,
                    b.textLists("headings"),
                    places(b),
                    b.texts("ignore"),
                    b.has("skip") ? b.texts("skip") : TOTALS,
                    b.texts("slice"),
                    b.optionalText("sheet").map(NamePattern::new).orElse(null),
                    b.oneOf("hidden-rows", List.of("read", "skip"), "read").equals("read"),
                    b.texts("fill-down"),
                    remote,
                    b.integer("tries", Fetcher.MOST_TRIES),
                    b.has("dataset") ? b.at("dataset") : b.at());
        });
    }

    private static Map<String, Location> places(Block block) {
        var places = new LinkedHashMap<String, Location>();
        block.block("headings").ifPresent(h -> h.names().forEach(column -> places.put(column, h.at(column))));
        return places;
    }

    /** A row that has changed comes again under its key; what is read whole needs no mark to go on from. */
    private void verifyWatermark(Dataset target, Problems problems) {
        if (remote != null && remote.sendsChanges() && target.load() != Dataset.Load.MERGE) {
            problems.add(
                    at,
                    "'watermark' brings changed rows again, so dataset '" + dataset + "' must say 'load: merge'"
                            + (target.load() == Dataset.Load.FULL ? "; a full dataset is read whole without it" : ""));
        }
    }

    /** Notes names that do not exist, and columns that could never be filled. */
    public void verify(Catalog catalog, Problems problems) {
        if (!catalog.datasets().containsKey(dataset)) {
            problems.addAbsent(at, "dataset", dataset, catalog.datasets().keySet());
            return;
        }
        var columns = catalog.dataset(dataset).columns();
        verifyWatermark(catalog.dataset(dataset), problems);
        places.forEach((column, place) -> {
            if (!columns.containsKey(column)) {
                problems.addUnknown(place, "column", column, columns.keySet());
            }
            if (named().contains(column)) {
                problems.add(place, "'" + column + "' is taken from the file's name, and can't have a heading too");
            }
        });
        Stream.concat(named().stream(), fillDown.stream())
                .filter(column -> !columns.containsKey(column))
                .forEach(column -> problems.addUnknown(at, "column", column, columns.keySet()));
        slice.stream()
                .filter(column -> !named().contains(column))
                .forEach(column -> problems.add(
                        at,
                        "'slice' names '" + column + "', but the file's name does not hold it: write {" + column
                                + "} in 'files', 'members' or 'sheet'"));
    }

    /** The columns whose values stand in the names of files, members or sheets. */
    private List<String> named() {
        return Stream.of(files, members, sheets == null ? new NamePattern("") : sheets)
                .flatMap(pattern -> pattern.columns().stream())
                .toList();
    }

    /**
     * What its files should look like.
     *
     * @param given the values that a file's name holds
     */
    FileLayout layout(Dataset target, Map<String, String> given) {
        return new FileLayout(target, format, given, headings, ignore, skip, hiddenRows, fillDown, at.file());
    }
}
