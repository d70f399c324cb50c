package org.tongbao.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.job.FileReturn;
import org.tongbao.message.Refusal;
import org.tongbao.pull.LoadReport;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.ledger.LoadLedger;
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
        var workspace = program.workspace();
        var rulebook = workspace.rulebookForLooking();
        try (var warehouse = workspace.open();
                var session = warehouse.session()) {
            rulebook.catalog().define(session);
            var ledger = new LoadLedger(session, rulebook.catalog());
            if (release != null) {
                say("load " + release + " is taken as load " + ledger.release(release));
            } else if (forget != null) {
                say(ledger.forget(day(forget)) + " loads lost their superseded rows");
            } else if (giveBack != null) {
                var folder = to == null ? workspace.home().out().resolve("returned") : to;
                say(new FileReturn(workspace.home(), rulebook, session)
                        .write(giveBack, folder)
                        .toString());
            } else if (what != null && what.matches("\\d+")) {
                print(new LoadReport(session, rulebook.catalog()).of(Long.parseLong(what), EXAMPLES));
            } else {
                var report = new LoadReport(session, rulebook.catalog());
                var choice = choice(rulebook);
                program.printer().rows(rejects ? report.rejects(choice) : report.loads(choice));
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

    private LoadReport.Choice choice(Rulebook rulebook) {
        var datasets = rulebook.catalog().datasets();
        if (what != null && !datasets.containsKey(what)) {
            throw Refusal.unknown("dataset.unknown", what, datasets.keySet());
        }
        return new LoadReport.Choice(
                what, period == null ? null : program.workspace().period(period), last);
    }

    private void print(LoadReport.Account load) {
        if (program.json) {
            json(load.load(), load.difference(), load.details());
        } else {
            text(load.load(), load.difference(), load.details());
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
