package org.tongbao.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.job.GiveBack;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.LoadLedger;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "loads",
        description = {
            "Shows what came: rows loaded and rejected, and against the load before it rows added, removed, changed.",
            "With a load's number: what exactly changed, what was rejected and why, and what one should know."
        },
        footer = {
            "",
            "Examples:",
            "  tongbao loads --dataset hazard --last 10",
            "  tongbao loads 152",
            "  tongbao loads --release 152             take a load that was set aside or taken back",
            "  tongbao loads --forget-before 2024-01-01"
        })
final class LoadsCommand implements Callable<Integer> {

    private static final int EXAMPLES = 10;

    @ParentCommand
    Tongbao program;

    @Parameters(arity = "0..1", paramLabel = "LOAD", description = "Number of a load.")
    @Nullable
    Long load;

    @Option(names = "--dataset", description = "Loads of this dataset only.")
    @Nullable
    String dataset;

    @Option(names = "--last", defaultValue = "40", description = "How many, the newest (${DEFAULT-VALUE}).")
    int last;

    @Option(names = "--release", paramLabel = "LOAD", description = "Take a load that was set aside or taken back.")
    @Nullable
    Long release;

    @Option(
            names = "--forget-before",
            paramLabel = "DAY",
            description = "Remove superseded rows of loads before this day that no last or issued run needs.")
    @Nullable
    String forget;

    @Option(
            names = "--return",
            paramLabel = "LOAD",
            description = "Write the sender's file with the refused cells marked, to be mended and sent again.")
    @Nullable
    Long giveBack;

    @Option(names = "--to", paramLabel = "FOLDER", description = "Where to (default: returned below the out folder).")
    @Nullable
    Path to;

    @Override
    public Integer call() {
        var desk = program.desk();
        var rulebook = desk.rulebook();
        var catalog = rulebook.catalog();
        try (var warehouse = desk.open();
                var session = warehouse.session()) {
            catalog.define(session);
            var ledger = new LoadLedger(session, catalog);
            if (release != null) {
                program.out().println("load " + release + " is taken as load " + ledger.release(release));
            } else if (forget != null) {
                program.out().println(ledger.forget(day(forget)) + " loads lost their superseded rows");
            } else if (giveBack != null) {
                var folder = to == null ? desk.home().out().resolve("returned") : to;
                program.out().println(new GiveBack(desk.home(), rulebook, session).write(giveBack, folder));
            } else if (load != null) {
                one(session, catalog, ledger, load);
            } else {
                program.printer().rows(all(session, ledger));
            }
        }
        return 0;
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is no day; write 2026-01-31", e);
        }
    }

    private List<Row> all(Session session, LoadLedger ledger) {
        var rows = new ArrayList<Row>();
        session.query("""
                        select * from (
                            select l.load_id as load, l.dataset, l.file, l.rows_read as read, l.rows_loaded as loaded,
                                l.rows_rejected as rejected,
                                (select count(*) from ledger.warning as w where w.load_id = l.load_id) as warned,
                                (select count(*) from ledger.note as n where n.load_id = l.load_id) as notes,
                                case when l.withdrawn_at_load is null then ''
                                    when l.withdrawn_at_load = l.load_id then 'set aside' else 'taken back' end as state,
                                cast(l.loaded_at as varchar) as loaded_at
                            from ledger.load as l
                            where ? is null or l.dataset = ?
                            order by l.load_id desc limit ?)
                        order by load""", dataset, dataset, last).forEach(row -> {
            var difference = ledger.difference(row.whole("load"));
            var values = new java.util.LinkedHashMap<>(row.values());
            values.put("added", difference.added());
            values.put("removed", difference.removed());
            values.put("changed", difference.changed());
            values.put("against", difference.before() == 0 ? null : difference.before());
            rows.add(new Row(values));
        });
        return rows;
    }

    private void one(Session session, Catalog catalog, LoadLedger ledger, long number) {
        var found = session.query("select * from ledger.load where load_id = ?", number);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no load " + number);
        }
        var row = found.get(0);
        var out = program.out();
        out.println(
                "load " + number + "  " + row.text("dataset") + "  " + row.text("file") + "  " + row.text("loaded_at"));
        out.println(row.whole("rows_read") + " rows read, " + row.whole("rows_loaded") + " loaded, "
                + row.whole("rows_rejected") + " rejected");
        var difference = ledger.difference(number);
        if (difference.before() > 0) {
            out.println("against load " + difference.before() + ": " + difference.added() + " added, "
                    + difference.removed() + " removed, " + difference.changed() + " changed");
            var changes = LoadLedger.changes(catalog.dataset(row.text("dataset")), number, difference.before());
            section(
                    session,
                    "changes (the first " + EXAMPLES + ")",
                    changes + " order by source_row limit " + EXAMPLES);
        }
        section(
                session,
                "rejected",
                "select reason, column_name as \"column\", count(*) as rows, min(source_row) as first_row, min(value) as example"
                        + " from ledger.reject where load_id = " + number + " group by 1, 2 order by rows desc, 1, 2");
        section(
                session,
                "warned",
                "select reason, column_name as \"column\", severity, count(*) as rows, min(source_row) as first_row, min(value)"
                        + " as example from ledger.warning where load_id = " + number
                        + " group by 1, 2, 3 order by rows desc, 1, 2");
        section(session, "to know", "select kind, words from ledger.note where load_id = " + number + " order by 1, 2");
    }

    private void section(Session session, String title, String sql) {
        var rows = session.query(sql);
        if (!rows.isEmpty()) {
            program.out().println();
            program.out().println(title);
            program.printer().rows(rows);
        }
    }
}
