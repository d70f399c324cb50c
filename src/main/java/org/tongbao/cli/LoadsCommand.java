package org.tongbao.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.job.GiveBack;
import org.tongbao.message.Refusal;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Period;
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
            "  tongbao loads hazard --last 10",
            "  tongbao loads --period 2026-06 --rejects    why rows with the month's data were refused",
            "  tongbao loads 152",
            "  tongbao loads --return 152                  the sender's file with the bad cells marked",
            "  tongbao loads --release 152                 take a load that was set aside or taken back",
            "  tongbao loads --forget-before 2024-01-01"
        })
final class LoadsCommand implements Callable<Integer> {

    private static final int EXAMPLES = 10;

    @ParentCommand
    Tongbao program;

    @Parameters(arity = "0..1", paramLabel = "DATASET|LOAD", description = "Name of a dataset, or number of a load.")
    @Nullable
    String what;

    @Option(names = "--period", description = "Loads with rows of this period, such as 2026-06.")
    @Nullable
    String period;

    @Option(names = "--rejects", description = "What was rejected and why, instead of the loads.")
    boolean rejects;

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

    @Option(names = "--to", paramLabel = "FOLDER", description = "Where to (default: returned, below the out folder).")
    @Nullable
    Path to;

    @Override
    public Integer call() {
        var desk = program.desk();
        var rulebook = desk.rulebookForLooking();
        try (var warehouse = desk.open();
                var session = warehouse.session()) {
            rulebook.catalog().define(session);
            var ledger = new LoadLedger(session, rulebook.catalog());
            if (release != null) {
                say("load " + release + " is taken as load " + ledger.release(release));
            } else if (forget != null) {
                say(ledger.forget(day(forget)) + " loads lost their superseded rows");
            } else if (giveBack != null) {
                var folder = to == null ? desk.home().out().resolve("returned") : to;
                say(new GiveBack(desk.home(), rulebook, session)
                        .write(giveBack, folder)
                        .toString());
            } else if (what != null && what.matches("\\d+")) {
                one(session, ledger, Long.parseLong(what));
            } else {
                chosen(session, rulebook);
                program.printer().rows(rejects ? rejected(session) : all(session, ledger));
            }
        }
        return 0;
    }

    private void say(String words) {
        program.out().println(words);
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new Refusal("day.unknown", text);
        }
    }

    /** Makes a table of the loads that are asked for, {@code chosen}. */
    private void chosen(Session session, Rulebook rulebook) {
        var datasets = rulebook.catalog().datasets();
        if (what != null && !datasets.containsKey(what)) {
            throw Refusal.unknown("dataset.unknown", what, datasets.keySet());
        }
        session.execute("create or replace temp table chosen as select load_id from ledger.load as l where "
                + (what == null ? "true" : "l.dataset = '" + what + "'")
                + (period == null ? "" : " and l.load_id in (" + dated(rulebook, Period.parse(period)) + ")")
                + " order by load_id desc limit " + last);
    }

    /** A query for the loads that have rows of a period, or refused some of a file that has. */
    private String dated(Rulebook rulebook, Period wanted) {
        var loads = rulebook.catalog().datasets().values().stream()
                .filter(dataset -> dataset.period() != null
                        && (what == null || dataset.name().equals(what)))
                .map(dataset -> "select load_id from loaded." + dataset.name() + " where " + dataset.period() + " >= '"
                        + wanted.start() + "' and " + dataset.period() + " < '" + wanted.end() + "'")
                .collect(Collectors.joining(" union "));
        if (loads.isEmpty()) {
            throw new IllegalArgumentException("dataset '" + what + "' has no periods");
        }
        return loads;
    }

    private List<Row> all(Session session, LoadLedger ledger) {
        var rows = new ArrayList<Row>();
        session.query("""
                        select l.load_id as load, l.dataset, l.file, l.rows_read as read, l.rows_loaded as loaded,
                            l.rows_rejected as rejected,
                            (select count(*) from ledger.warning as w where w.load_id = l.load_id) as warned,
                            (select count(*) from ledger.note as n where n.load_id = l.load_id) as notes,
                            case when l.withdrawn_at_load is null then ''
                                when l.withdrawn_at_load = l.load_id then 'set aside' else 'taken back' end as state,
                            cast(l.loaded_at as varchar) as loaded_at
                        from ledger.load as l join chosen as c on c.load_id = l.load_id
                        order by load""").forEach(row -> {
            var difference = ledger.difference(row.whole("load"));
            var values = new LinkedHashMap<>(row.values());
            values.put("added", difference.added());
            values.put("removed", difference.removed());
            values.put("changed", difference.changed());
            values.put("against", difference.before() == 0 ? null : difference.before());
            rows.add(new Row(values));
        });
        return rows;
    }

    private static List<Row> rejected(Session session) {
        return session.query("""
                select r.load_id as load, r.file, r.reason, r.column_name as "column", count(*) as rows,
                    min(r.source_row) as first_row, min_by(r.value, r.source_row) as example
                from ledger.reject as r join chosen as c on c.load_id = r.load_id
                group by 1, 2, 3, 4
                order by load, rows desc, reason, "column\"""");
    }

    private void one(Session session, LoadLedger ledger, long number) {
        var difference = ledger.difference(number);
        var row = session.one(
                "select load_id as load, dataset, file, sha256, cast(loaded_at as varchar) as loaded_at, rows_read as read,"
                        + " rows_loaded as loaded, rows_rejected as rejected from ledger.load where load_id = ?",
                number);
        var sections = new LinkedHashMap<String, List<Row>>();
        if (difference.before() > 0) {
            sections.put(
                    "changes",
                    session.query(ledger.changes(number) + " order by change, source_row limit " + EXAMPLES));
        }
        sections.put(
                "rejects",
                session.query(
                        "select reason, column_name as \"column\", count(*) as rows, min(source_row) as first_row,"
                                + " min_by(value, source_row) as example from ledger.reject where load_id = ?"
                                + " group by 1, 2 order by rows desc, 1, 2",
                        number));
        sections.put(
                "warnings",
                session.query(
                        "select reason, column_name as \"column\", severity, count(*) as rows, min(source_row) as first_row,"
                                + " min_by(value, source_row) as example from ledger.warning where load_id = ?"
                                + " group by 1, 2, 3 order by rows desc, 1, 2",
                        number));
        sections.put(
                "notes", session.query("select kind, words from ledger.note where load_id = ? order by 1, 2", number));
        if (program.json) {
            json(row, difference, sections);
        } else {
            text(row, difference, sections);
        }
    }

    private void json(Row row, LoadLedger.Difference difference, Map<String, List<Row>> sections) {
        var all = new LinkedHashMap<>(row.values());
        all.put("against", difference.before() == 0 ? null : difference.before());
        all.put("added", difference.added());
        all.put("removed", difference.removed());
        all.put("changed", difference.changed());
        sections.forEach((title, rows) ->
                all.put(title, rows.stream().map(Printer::plain).toList()));
        program.printer().value(all);
    }

    private void text(Row row, LoadLedger.Difference difference, Map<String, List<Row>> sections) {
        say("load " + row.whole("load") + "  " + row.text("dataset") + "  " + row.text("file") + "  "
                + row.text("loaded_at"));
        say(row.whole("read") + " rows read, " + row.whole("loaded") + " loaded, " + row.whole("rejected")
                + " rejected");
        if (difference.before() > 0) {
            say("against load " + difference.before() + ": " + difference.added() + " added, " + difference.removed()
                    + " removed, " + difference.changed() + " changed");
        }
        sections.forEach((title, rows) -> {
            if (!rows.isEmpty()) {
                say("");
                say(title.equals("changes") ? "changes (the first " + EXAMPLES + ")" : title);
                program.printer().rows(rows);
            }
        });
    }
}
