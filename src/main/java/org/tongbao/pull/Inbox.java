package org.tongbao.pull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tongbao.home.Home;
import org.tongbao.warehouse.Dataset;

/** What lies ready for a source: its files, taken apart into members and sheets where it says so. */
final class Inbox {

    /** What the name of a text file has more when it was given back as a workbook. */
    private static final String MENDED = ".xlsx";

    private final Home home;
    private final Path temporary;
    private final List<String> unreadable;

    /** Files that cannot be taken apart are named in {@code unreadable}. */
    Inbox(Home home, Path temporary, List<String> unreadable) {
        this.home = home;
        this.temporary = temporary;
        this.unreadable = unreadable;
    }

    /** In order of their names. */
    List<Found> find(Source source, Dataset dataset) {
        var root =
                switch (source.below()) {
                    case DATA -> home.data();
                    case RULEBOOK -> home.rulebook();
                    case ARRIVALS -> home.var().resolve("arrivals");
                };
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        var pattern = source.files().of(dataset);
        // A text file that was given back as a workbook, and came again as one, stands for the text file.
        var found = new TreeMap<String, Found>();
        try (Stream<Path> files = Files.walk(root).sorted()) {
            files.filter(file -> !isBeside(file) && Files.isRegularFile(file)).forEach(file -> {
                var path = root.relativize(file).toString().replace('\\', '/');
                var name = source.format() == Source.Format.CSV && path.endsWith(MENDED)
                        ? path.substring(0, path.length() - MENDED.length())
                        : path;
                pattern.match(name).ifPresent(given -> {
                    var whole = new Piece(file, Packed.of(file), null, null);
                    found.put(name, new Found(whole, name, new Form(source, dataset, given)));
                });
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.values().stream()
                .flatMap(file -> apart(file, this::members))
                .flatMap(file -> apart(file, this::sheets))
                .toList();
    }

    /** What programs leave beside the files they have open. */
    private static boolean isBeside(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.startsWith("~$") || name.startsWith(".");
    }

    private Stream<Found> apart(Found file, Function<Found, List<Found>> parts) {
        try {
            return parts.apply(file).stream();
        } catch (Unreadable e) {
            unreadable.add(file.name() + ": " + e.getMessage());
            return Stream.of();
        }
    }

    private List<Found> members(Found file) {
        var piece = file.piece();
        if (piece.packed() != Packed.ZIP) {
            return List.of(file);
        }
        var pattern = file.source().members().of(file.dataset());
        var members = new ArrayList<Found>();
        int refused = unreadable.size();
        for (var member : Packed.members(piece.file())) {
            pattern.match(member.replace('\\', '/')).ifPresent(given -> {
                var name = file.name() + "/" + member;
                if (Packed.leadsOut(member)) {
                    unreadable.add(name + ": the member's name leads out of the archive: it is not read");
                } else {
                    members.add(file.with(new Piece(piece.file(), Packed.ZIP, member, null), name, given));
                }
            });
        }
        if (members.isEmpty() && unreadable.size() == refused) {
            throw new Unreadable("no member of the archive is like '"
                    + file.source().members().text() + "'");
        }
        return members.stream().sorted(Comparator.comparing(Found::name)).toList();
    }

    /** Each sheet is a load of its own where several are meant: so its rows keep their numbers. */
    private List<Found> sheets(Found file) {
        var sheets = file.source().sheets();
        if (sheets == null || sheets.isPlain() || file.source().format() != Source.Format.XLSX) {
            return List.of(file);
        }
        var pattern = sheets.of(file.dataset());
        var found = new ArrayList<Found>();
        var plain = file.piece().plain(temporary);
        try (var book = Book.open(plain)) {
            for (var tab : book.visible()) {
                pattern.match(tab.name())
                        .ifPresent(given -> found.add(
                                file.with(file.piece().withSheet(tab.name()), file.name() + "#" + tab.name(), given)));
            }
        } finally {
            file.piece().discard(plain);
        }
        if (found.isEmpty()) {
            throw new Unreadable("no visible sheet is named like '" + sheets.text() + "'");
        }
        return found;
    }
}
