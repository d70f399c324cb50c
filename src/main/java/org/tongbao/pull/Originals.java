package org.tongbao.pull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tongbao.home.Home;
import org.tongbao.pull.file.FileLayout;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Session;

/** Finds the files that loads came from, where people wrote them. */
public final class Originals {

    /** Bytes of the largest file that a person would correct by hand. */
    private static final long LARGEST = 20L << 20;

    private final Catalog catalog;
    private final Map<String, Source> sources;
    private final Home home;
    private final Path temporary;

    public Originals(Catalog catalog, Map<String, Source> sources, Home home) {
        this.catalog = catalog;
        this.sources = sources;
        this.home = home;
        this.temporary = home.temp().resolve("return");
    }

    /**
     * Uses the file that a load came from.
     *
     * @throws IllegalArgumentException when it is no longer there as it was, or was not written by a person
     */
    public <T> T with(Session session, long load, Function<Original, T> use) {
        var row = session.sql("select * from ledger.load where load_id = :load")
                .param("load", load)
                .first()
                .orElseThrow(() -> new IllegalArgumentException("there is no load " + load));
        var name = row.text("file");
        var found = find(row.text("source"), name);
        if (found.piece().size() > LARGEST) {
            throw new IllegalArgumentException(
                    name + " is too large to be corrected by hand; see: tongbao loads --rejects");
        }
        if (!found.piece().sha256().equals(row.text("sha256"))) {
            throw new IllegalArgumentException(
                    name + " has changed since load " + load + "; pull it, and give back what the new load refused");
        }
        var plain = found.piece().unpacked(temporary);
        try {
            return use.apply(read(found, plain));
        } finally {
            found.piece().deleteUnpacked(plain);
        }
    }

    private SourceFile find(String sourceName, String name) {
        var source = sources.get(sourceName);
        if (source == null) {
            throw new IllegalArgumentException("there is no source '" + sourceName + "' any more");
        }
        boolean written = source.format() == FileLayout.Format.CSV || source.format() == FileLayout.Format.XLSX;
        if (!written || source.below() == Source.Below.ARRIVALS) {
            throw new IllegalArgumentException(
                    name + " was written by a program, not in a spreadsheet; see: tongbao loads --rejects");
        }
        var unreadable = new ArrayList<String>();
        return new Inbox(home, temporary, unreadable)
                .find(source, catalog.dataset(source.dataset())).stream()
                        .filter(found -> found.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(name + " is no longer there"));
    }

    private Original read(SourceFile found, Path plain) {
        var table = found.table(plain, temporary);
        var sheet = table.sheetName().orElse(null);
        return new Original(plain, sheet, table.columns(), sheet == null ? table.lines() : List.of());
    }
}
