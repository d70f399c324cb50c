package org.tongbao.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.job.Rulebook;
import org.tongbao.measure.Evidence;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.score.Scheme;
import org.tongbao.score.ScoreTree;
import org.tongbao.warehouse.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "explain",
        description =
                "Shows where a subject's score comes from: the tree of contributions, and under each indicator the"
                        + " source rows it was counted from.",
        footer = {"", "Example: tongbao explain 临澜区 --period 2026-06 --evidence 5"})
final class ExplainCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Parameters(paramLabel = "SUBJECT", description = "Id or name of a region, project, street or enterprise.")
    String subject;

    @Option(names = "--period", required = true, description = "Period, such as 2026-06.")
    String period;

    @Option(names = "--job", defaultValue = "monthly-ranking", description = "Job (${DEFAULT-VALUE}).")
    String job;

    @Option(names = "--scheme", description = "Scheme; without it every scheme that scores the subject.")
    @Nullable
    String scheme;

    @Option(
            names = "--evidence",
            defaultValue = "3",
            description = "Evidence rows shown under an indicator (${DEFAULT-VALUE}).")
    int evidence;

    @Override
    public Integer call() {
        return program.desk().look(job, Period.parse(period), (session, run, rulebook) -> {
            Names.define(session, rulebook.subjects());
            var trees = trees(session, run, rulebook);
            if (trees.isEmpty()) {
                throw new IllegalArgumentException("nothing is scored under '" + subject + "' in " + period
                        + "; look with: tongbao show ranks --period " + period);
            }
            trees.forEach(tree -> explain(session, rulebook, tree));
            return 0;
        });
    }

    private List<ScoreTree> trees(Session session, Run run, Rulebook rulebook) {
        var trees = new ArrayList<ScoreTree>();
        for (var each : rulebook.schemes().values()) {
            if (scheme != null && !scheme.equals(each.name())) {
                continue;
            }
            session.query(
                            "select subject from subject_name where kind = ? and (subject = ? or name = ?) order by subject",
                            each.subject(),
                            subject,
                            subject)
                    .forEach(row -> ScoreTree.read(session, run, each.name(), row.text("subject"))
                            .ifPresent(trees::add));
        }
        return trees;
    }

    private void explain(Session session, Rulebook rulebook, ScoreTree tree) {
        var used = rulebook.schemes().get(tree.scheme());
        if (used == null) {
            return;
        }
        var kind = used.subject();
        var name = session.query("select name from subject_name where kind = ? and subject = ?", kind, tree.subject());
        var standing =
                session.query("select * from standing where scheme = ? and subject = ?", tree.scheme(), tree.subject());
        if (program.json) {
            program.printer()
                    .value(Printer.map(
                            "scheme",
                            tree.scheme(),
                            "subject",
                            tree.subject(),
                            "tree",
                            json(session, rulebook, kind, tree, tree.root())));
            return;
        }
        var out = program.out();
        out.println();
        out.println(used.title() + "  " + (name.isEmpty() ? "" : name.get(0).text("name")) + " (" + tree.subject()
                + ")  " + period);
        if (!standing.isEmpty() && !standing.get(0).isNull("rank")) {
            var row = standing.get(0);
            out.println("place " + row.text("rank") + " of " + row.text("of")
                    + row.optionalText("previous_rank")
                            .map(p -> ", before " + p)
                            .orElse("")
                    + row.optionalText("grade").map(g -> ", " + g).orElse(""));
        } else if (!standing.isEmpty()) {
            out.println("not ranked: " + row(standing.get(0).get("left_out")));
        }
        out.println("%-52s %10s %10s %8s %12s %10s".formatted("", "raw", "points", "weight", "contribution", "change"));
        print(session, rulebook, kind, tree, tree.root(), 0, out);
        double sum = tree.leaves().stream()
                .mapToDouble(leaf -> leaf.contribution() == null ? 0 : leaf.contribution())
                .sum();
        out.println(pad("sum of the contributions", 0) + " %10s %10s %8s %12s".formatted("", "", "", number(sum, 4)));
    }

    private void print(
            Session session,
            Rulebook rulebook,
            String kind,
            ScoreTree tree,
            ScoreTree.Node node,
            int depth,
            PrintStream out) {
        var indicator = rulebook.rules().indicators().get(node.name());
        var label = indicator == null ? node.name() : indicator.title() + " " + node.name();
        out.println(pad(label, depth)
                + " %10s %10s %8s %12s %10s"
                        .formatted(
                                number(node.raw(), 2),
                                number(node.normalised(), 2),
                                node.effectiveWeight() == null ? "" : number(100 * node.effectiveWeight(), 1) + "%",
                                number(node.contribution(), 4),
                                node.change()
                                        .map(c -> (c >= 0 ? "+" : "") + number(c, 2))
                                        .orElse(""))
                + (node.note() == null ? "" : "  " + node.note()));
        if (indicator != null && node.children().isEmpty()) {
            evidence(session, rulebook, kind, tree.subject(), node.name(), depth + 1, out);
        }
        node.children().forEach(child -> print(session, rulebook, kind, tree, child, depth + 1, out));
    }

    private void evidence(
            Session session, Rulebook rulebook, String kind, String of, String name, int depth, PrintStream out) {
        var indicator = rulebook.rules().indicators().get(name);
        if (indicator == null || evidence == 0) {
            return;
        }
        var found = Evidence.of(session, rulebook.subjects(), indicator, kind, of, evidence);
        var indent = "  ".repeat(depth);
        for (var row : found.rows()) {
            out.println(indent + "· " + row(row.get("file")) + " row " + row(row.get("source_row")) + "  "
                    + fields(row.values()));
        }
        if (found.count() > found.rows().size()) {
            out.println(indent + "· … " + found.count() + " rows in all");
        }
    }

    private Map<String, @Nullable Object> json(
            Session session, Rulebook rulebook, String kind, ScoreTree tree, ScoreTree.Node node) {
        var indicator = rulebook.rules().indicators().get(node.name());
        var rows = indicator == null || !node.children().isEmpty()
                ? null
                : Evidence.of(session, rulebook.subjects(), indicator, kind, tree.subject(), evidence);
        return Printer.map(
                "node", node.name(),
                "title", indicator == null ? null : indicator.title(),
                "raw", node.raw(),
                "points", node.normalised(),
                "weight", node.effectiveWeight(),
                "contribution", node.contribution(),
                "change", node.change().orElse(null),
                "note", node.note(),
                "evidence_rows", rows == null ? null : rows.count(),
                "evidence",
                        rows == null
                                ? null
                                : rows.rows().stream()
                                        .map(r -> Printer.map(
                                                "file",
                                                row(r.get("file")),
                                                "row",
                                                r.get("source_row"),
                                                "values",
                                                fields(r.values())))
                                        .toList(),
                "children",
                        node.children().stream()
                                .map(child -> json(session, rulebook, kind, tree, child))
                                .toList());
    }

    private static String fields(Map<String, @Nullable Object> values) {
        return values.entrySet().stream()
                .filter(e ->
                        !List.of("file", "source_row", "load_id", "subject").contains(e.getKey()))
                .map(e -> e.getKey() + "=" + row(e.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String row(@Nullable Object value) {
        return value == null ? "-" : Printer.text(value);
    }

    private static String number(@Nullable Double number, int places) {
        return number == null ? "" : String.format(Locale.ROOT, "%." + places + "f", number);
    }

    private static String pad(String label, int depth) {
        var text = "  ".repeat(depth) + (label.equals(Scheme.SCORE) ? "score" : label);
        return text + " ".repeat(Math.max(0, 52 - Printer.width(text)));
    }
}
