package org.tongbao.pull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongbao.home.Home;
import org.tongbao.pull.file.FileLayout;
import org.tongbao.pull.file.Piece;
import org.tongbao.pull.file.TableFile;
import org.tongbao.pull.file.Unreadable;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;

/** What lies ready for a source: its files, taken apart into members and sheets where it says so. */
final class Inbox {

    /** What the name of a text file has more when it was given back as a workbook. */
    private static final String GIVEN_BACK = ".xlsx";

    /** So many names are told. */
    private static final int NAMED = 10;

    private final Home home;
    private final Path temporary;
    private final List<String> unreadable;

    /** Files below the data folder that some source has taken. */
    private final Set<Path> taken = new HashSet<>();

    private final List<Source> without = new ArrayList<>();

    /** Files that cannot be taken apart are named in {@code unreadable}. */
    Inbox(Home home, Path temporary, List<String> unreadable) {
        this.home = home;
        this.temporary = temporary;
        this.unreadable = unreadable;
    }

    /** In order of their names. */
    List<SourceFile> find(Source source, Dataset dataset) {
        var root =
                switch (source.below()) {
                    case DATA -> Layers.of(home.data());
                    case RULEBOOK -> home.layers().below("jobs/rulebook");
                    case ARRIVALS -> Layers.of(home.var().resolve("arrivals"));
                };
        var pattern = source.files().compile(dataset);
        // A text file that was given back as a workbook, and came again as one, stands for the text file.
        var found = new TreeMap<String, SourceFile>();
        for (var file : root.all("**")) {
            if (!isLeftByProgram(file)) {
                var path = root.name(file);
                var name = source.format() == FileLayout.Format.CSV && path.endsWith(GIVEN_BACK)
                        ? path.substring(0, path.length() - GIVEN_BACK.length())
                        : path;
                pattern.match(name).ifPresent(given -> {
                    taken.add(file);
                    found.put(name, new SourceFile(Piece.of(file), name, source, source.layout(dataset, given)));
                });
            }
        }
        if (found.isEmpty() && source.below() == Source.Below.DATA) {
            without.add(source);
        }
        return found.values().stream()
                .flatMap(file -> split(file, this::members))
                .flatMap(file -> split(file, this::sheets))
                .toList();
    }

    /**
     * What a person should know of names: sources that were asked for files and have none, and files that no source takes,
     * with the pattern that is nearest.
     */
    String unmatched(Collection<Source> sources, Catalog catalog) {
        var lines = new StringBuilder();
        if (!without.isEmpty()) {
            lines.append("no file for %d sources: %s%n"
                    .formatted(
                            without.size(),
                            named(without.stream()
                                    .map(source -> source.name() + " ("
                                            + source.files().text() + ")")
                                    .toList())));
        }
        var patterns = sources.stream()
                .filter(source -> source.below() == Source.Below.DATA)
                .collect(Collectors.toMap(
                        source -> source.files().text(),
                        source -> source.files().compile(catalog.dataset(source.dataset())),
                        (one, other) -> one,
                        TreeMap::new));
        var root = Layers.of(home.data());
        var strange = root.all("**").stream()
                .filter(file -> !taken.contains(file) && !isLeftByProgram(file) && !isTheBureaus(file))
                .map(root::name)
                .filter(name -> patterns.values().stream()
                        .noneMatch(pattern -> pattern.match(name).isPresent()))
                .map(name -> name
                        + Problems.nearest(name, patterns.keySet())
                                .map(near -> " (is it " + near + "?)")
                                .orElse(""))
                .toList();
        if (!strange.isEmpty()) {
            lines.append("%d files that no source reads: %s%n".formatted(strange.size(), named(strange)));
        }
        return lines.toString();
    }

    /** Who the bureau is, and its map, may lie among the files that arrive, as the invented city's do. */
    private boolean isTheBureaus(Path file) {
        return home.bureau()
                .filter(bureau -> Objects.equals(bureau.getParent(), file.getParent()))
                .filter(bureau -> bureau.equals(file) || file.toString().endsWith(".geojson"))
                .isPresent();
    }

    private static String named(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }

    /** What programs leave beside the files they have open, and in archives. */
    private static boolean isLeftByProgram(Path file) {
        return isLeftByProgram(String.valueOf(file.getFileName()));
    }

    private static boolean isLeftByProgram(String path) {
        var steps = List.of(path.replace('\\', '/').split("/"));
        var name = steps.isEmpty() ? "" : steps.get(steps.size() - 1);
        return name.startsWith("~$")
                || name.startsWith(".")
                || steps.contains("__MACOSX")
                || name.toLowerCase(Locale.ROOT).matches("thumbs\\.db|desktop\\.ini");
    }

    private Stream<SourceFile> split(SourceFile file, Function<SourceFile, List<SourceFile>> parts) {
        try {
            return parts.apply(file).stream();
        } catch (Unreadable e) {
            unreadable.add(file.name() + ": " + e.getMessage());
            return Stream.of();
        }
    }

    private List<SourceFile> members(SourceFile file) {
        var piece = file.piece();
        if (!piece.isArchive()) {
            return List.of(file);
        }
        var pattern = file.source().members().compile(file.dataset());
        var members = new ArrayList<SourceFile>();
        int refused = unreadable.size();
        for (var member : piece.members()) {
            if (isLeftByProgram(member) && !Piece.leadsOut(member)) {
                continue;
            }
            pattern.match(member.replace('\\', '/')).ifPresent(given -> {
                var name = file.name() + "/" + member;
                if (Piece.leadsOut(member)) {
                    unreadable.add(name + ": the member's name leads out of the archive: it is not read");
                } else {
                    members.add(file.part(piece.withMember(member), name, given));
                }
            });
        }
        if (members.isEmpty() && unreadable.size() == refused) {
            throw new Unreadable("no member of the archive is like '"
                    + file.source().members().text() + "'");
        }
        return members.stream().sorted(Comparator.comparing(SourceFile::name)).toList();
    }

    /** Each sheet is a load of its own where several are meant: so its rows keep their numbers. */
    private List<SourceFile> sheets(SourceFile file) {
        var sheets = file.source().sheets();
        if (sheets == null || sheets.isPlain() || file.source().format() != FileLayout.Format.XLSX) {
            return List.of(file);
        }
        var pattern = sheets.compile(file.dataset());
        var found = new ArrayList<SourceFile>();
        var plain = file.piece().unpacked(temporary);
        try {
            for (var sheet : TableFile.visibleSheets(plain)) {
                pattern.match(sheet)
                        .ifPresent(given ->
                                found.add(file.part(file.piece().withSheet(sheet), file.name() + "#" + sheet, given)));
            }
        } finally {
            file.piece().deleteUnpacked(plain);
        }
        if (found.isEmpty()) {
            throw new Unreadable("no visible sheet is named like '" + sheets.text() + "'");
        }
        return found;
    }
}
