package org.tongbao.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.measure.Evidence;
import org.tongbao.measure.Indicator;
import org.tongbao.pipeline.Pipeline;
import org.tongbao.pull.PersonalNames;
import org.tongbao.rank.Standings;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Run;
import org.tongbao.score.ScoreTree;
import org.tongbao.score.WhatIf;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.study.Movement;
import org.tongbao.study.NextPlace;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/** How a subject's score is accounted for on the terminal: as a tree, as a table or as JSON. */
final class Account {

    private final Session session;
    private final Run run;
    private final Rulebook rulebook;
    private final PersonalNames names;
    private final PrintStream out;
    private final int evidence;

    Account(Session session, Run run, Rulebook rulebook, PrintStream out, int evidence) {
        this.session = session;
        this.run = run;
        this.rulebook = rulebook;
        this.names = PersonalNames.of(rulebook.catalog());
        this.out = out;
        this.evidence = evidence;
    }

    /**
     * What stands around a score.
     *
     * @param next the next place, if there is one
     * @param why whether it is asked why the place moved
     * @param movement why it moved, if it did
     */
    record Around(Optional<NextPlace> next, boolean why, Optional<Movement> movement) {}

    /** With the rows behind each figure. */
    void tree(ScoreTree tree, Around around) {
        head(tree);
        out.println("%-52s %10s %10s %8s %12s %10s".formatted("", "raw", "points", "weight", "contribution", "change"));
        print(tree, tree.root(), 0);
        out.println(pad("sum of the contributions", 0)
                + " %10s %10s %8s %12s %10s".formatted("", "", "", number(sum(tree), 4), changes(tree)));
        rest(tree, around);
    }

    /** A line for each node, with every step of its figure. */
    void table(ScoreTree tree, Around around) {
        head(tree);
        var rows = new ArrayList<Row>();
        collect(tree, tree.root(), 0, rows);
        new Printer(out, false).rows(rows);
        rest(tree, around);
    }

    /** Everything, on one line. */
    void json(ScoreTree tree, Around around) {
        var standing = standing(tree);
        new Printer(out, true)
                .value(Printer.map(
                        "scheme", tree.scheme(),
                        "subject", tree.subject(),
                        "rank", standing.map(row -> row.get("rank")).orElse(null),
                        "of", standing.map(row -> row.get("of")).orElse(null),
                        "grade", standing.map(row -> row.get("grade")).orElse(null),
                        "tree", json(tree, tree.root()),
                        "next", around.next().map(Account::json).orElse(null),
                        "movement", around.movement().map(Account::json).orElse(null)));
    }

    private void head(ScoreTree tree) {
        out.println();
        var scheme = scheme(tree);
        out.println(scheme.title() + "（第" + scheme.version() + "版"
                + (scheme.from() == null ? "" : "，" + scheme.from() + "起施行") + "）  " + name(tree, tree.subject()) + " ("
                + tree.subject() + ")  "
                + run.period());
        var standing = standing(tree);
        if (standing.isEmpty()) {
            return;
        }
        var row = standing.get();
        if (row.isNull("rank")) {
            out.println("not ranked: " + text(row.get("left_out")));
            return;
        }
        out.println("place " + row.text("rank")
                + row.optionalText("low")
                        .map(low -> "（" + low + "—" + text(row.get("high")) + "）")
                        .orElse("")
                + " of " + row.text("of")
                + row.optionalText("previous_rank").map(p -> ", before " + p).orElse("")
                + row.optionalText("grade").map(g -> ", " + g).orElse("")
                + row.optionalText("peer_rank")
                        .map(p -> "; among " + text(row.get("peers")) + ": " + p + " of " + text(row.get("peer_of")))
                        .orElse(""));
    }

    private void print(ScoreTree tree, ScoreTree.Node node, int depth) {
        var indicator = indicator(tree, node);
        var label = indicator == null ? node.name() : indicator.title() + " " + node.name();
        out.println(pad(label, depth)
                + " %10s %10s %8s %12s %10s"
                        .formatted(
                                number(node.raw(), 2),
                                number(node.normalised(), 2),
                                node.effectiveWeight() == null ? "" : number(100 * node.effectiveWeight(), 1) + "%",
                                number(node.contribution(), 4),
                                node.change().map(c -> signed(c, 2)).orElse(""))
                + notes(node));
        if (indicator != null && node.children().isEmpty()) {
            evidence(tree, indicator, depth + 1);
        }
        node.children().forEach(child -> print(tree, child, depth + 1));
    }

    private static String notes(ScoreTree.Node node) {
        var notes = new ArrayList<String>();
        Optional.ofNullable(node.denominated()).ifPresent(d -> notes.add("per unit " + number(d, 4)));
        Optional.ofNullable(node.treated()).ifPresent(t -> notes.add("counted as " + number(t, 4)));
        Optional.ofNullable(node.note()).ifPresent(notes::add);
        Optional.ofNullable(node.imputed())
                .filter(share -> share > 0 && !node.children().isEmpty())
                .ifPresent(share -> notes.add(number(100 * share, 1) + "% imputed"));
        return notes.isEmpty() ? "" : "  " + String.join("；", notes);
    }

    private void evidence(ScoreTree tree, Indicator indicator, int depth) {
        if (evidence == 0) {
            return;
        }
        rows(found(tree, indicator), depth, out, names);
    }

    /** Prints the rows behind a figure, and how many there are if that is not all. */
    static void rows(Evidence found, int depth, PrintStream out, PersonalNames names) {
        var indent = "  ".repeat(depth);
        for (var row : found.rows()) {
            out.println(indent + "· " + text(row.get("file")) + " row " + text(row.get("source_row")) + "  "
                    + fields(names.shown(row).values()));
        }
        if (found.count() > found.rows().size()) {
            out.println(indent + "· … " + found.count() + " rows in all");
        }
    }

    /** What lies between the subject and the next place, and why its place moved. */
    private void rest(ScoreTree tree, Around around) {
        around.next().ifPresent(next -> next(tree, next));
        if (around.why()) {
            out.println();
            around.movement()
                    .ifPresentOrElse(
                            this::moved, () -> out.println("no place in one of the two periods: nothing moved"));
        }
    }

    private void next(ScoreTree tree, NextPlace next) {
        double own = Optional.ofNullable(tree.root().contribution()).orElse(0.0);
        out.println();
        out.println("next place: " + next.rank() + " " + name(tree, next.subject()) + " with " + number(next.score(), 4)
                + ", " + number(next.score() - own, 4) + " more; of these");
        next.gaps().entrySet().stream()
                .filter(gap -> Math.abs(gap.getValue()) >= 5e-5)
                .sorted(Comparator.comparingDouble(Map.Entry::getValue))
                .forEach(gap ->
                        out.println(pad(label(gap.getKey()), 1) + " " + "%10s".formatted(signed(-gap.getValue(), 4))));
        out.println("to gain it by one figure alone, the others as they stand:");
        next.ways().stream()
                .sorted(Comparator.comparing((WhatIf way) -> way.needed() == null))
                .forEach(way -> out.println(pad(label(way.indicator()), 1) + " " + needed(way)));
    }

    private void moved(Movement movement) {
        out.println("moved from place " + movement.from() + " to " + movement.to() + ":");
        movement.parts().forEach(part -> out.println(pad(part.cause().title(), 1) + " %+4d".formatted(part.gained())));
    }

    private static String needed(WhatIf way) {
        var needed = way.needed();
        if (needed == null) {
            return "%10s    not enough at its best".formatted(number(way.value(), 2));
        }
        return "%10s -> %s".formatted(number(way.value(), 2), number(needed, 2))
                + (way.cases() == null
                        ? ""
                        : " (%+d cases)".formatted(way.cases().longValue()))
                + ", giving " + number(way.score(), 4);
    }

    private void collect(ScoreTree tree, ScoreTree.Node node, int depth, List<Row> rows) {
        var indicator = indicator(tree, node);
        rows.add(new Row(Printer.map(
                "node", "  ".repeat(depth) + node.name(),
                "title", indicator == null ? null : indicator.title(),
                "raw", node.raw(),
                "per unit", node.denominated(),
                "counted as", node.treated(),
                "points", node.normalised(),
                "weight", node.weight(),
                "effective", node.effectiveWeight(),
                "contribution", node.contribution(),
                "before", node.previous() == null ? null : node.previous().contribution(),
                "change", node.change().orElse(null),
                "imputed", node.imputed(),
                "note", node.note())));
        node.children().forEach(child -> collect(tree, child, depth + 1, rows));
    }

    private Map<String, @Nullable Object> json(ScoreTree tree, ScoreTree.Node node) {
        var indicator = indicator(tree, node);
        var rows = indicator == null || !node.children().isEmpty() ? null : found(tree, indicator);
        return Printer.map(
                "node", node.name(),
                "title", indicator == null ? null : indicator.title(),
                "raw", node.raw(),
                "per_unit", node.denominated(),
                "counted_as", node.treated(),
                "points", node.normalised(),
                "declared_weight", node.weight(),
                "weight", node.effectiveWeight(),
                "contribution", node.contribution(),
                "change", node.change().orElse(null),
                "imputed", node.imputed(),
                "note", node.note(),
                "evidence_rows", rows == null ? null : rows.count(),
                "evidence",
                        rows == null
                                ? null
                                : rows.rows().stream().map(this::json).toList(),
                "children",
                        node.children().stream().map(child -> json(tree, child)).toList());
    }

    private Map<String, @Nullable Object> json(Row row) {
        return Printer.map(
                "file",
                text(row.get("file")),
                "row",
                row.get("source_row"),
                "values",
                fields(names.shown(row).values()));
    }

    private static Map<String, @Nullable Object> json(NextPlace next) {
        return Printer.map(
                "rank", next.rank(),
                "subject", next.subject(),
                "score", next.score(),
                "gaps", next.gaps(),
                "ways",
                        next.ways().stream()
                                .map(way -> Printer.map(
                                        "indicator", way.indicator(),
                                        "value", way.value(),
                                        "needed", way.needed(),
                                        "cases", way.cases(),
                                        "score", way.score()))
                                .toList());
    }

    private static Map<String, @Nullable Object> json(Movement movement) {
        return Printer.map(
                "from", movement.from(),
                "to", movement.to(),
                "parts",
                        movement.parts().stream()
                                .map(part -> Printer.map(
                                        "cause", part.cause().title(), "gained", part.gained(), "place", part.place()))
                                .toList());
    }

    private Scheme scheme(ScoreTree tree) {
        return rulebook.scheme(tree.scheme(), run.period()).scheme();
    }

    private Evidence found(ScoreTree tree, Indicator indicator) {
        var kind = scheme(tree).subject();
        return Evidence.of(session, rulebook.subjects(), indicator, kind, tree.subject(), evidence);
    }

    private Optional<Row> standing(ScoreTree tree) {
        var standings = new Standings(session, scheme(tree).subject(), tree.scheme());
        return new Pipeline(session, rulebook).withUncertainty(run, () -> standings.of(tree.subject()));
    }

    private String name(ScoreTree tree, String subject) {
        return rulebook.subjects().name(session, scheme(tree).subject(), subject);
    }

    /** What a node measures; it may be called otherwise, where an indicator stands in two places. */
    private @Nullable Indicator indicator(ScoreTree tree, ScoreTree.Node node) {
        var name = scheme(tree).leaves().stream()
                .filter(leaf -> leaf.name().equals(node.name()))
                .map(Scheme.Leaf::indicator)
                .findFirst()
                .orElse(node.name());
        return rulebook.rules().indicators().get(name);
    }

    private String label(String node) {
        var indicator = rulebook.rules().indicators().get(node);
        return indicator == null ? node : indicator.title() + " " + node;
    }

    private static double sum(ScoreTree tree) {
        return tree.leaves().stream()
                .mapToDouble(leaf -> leaf.contribution() == null ? 0 : leaf.contribution())
                .sum();
    }

    private static String changes(ScoreTree tree) {
        return tree.root().change().isEmpty()
                ? ""
                : signed(
                        tree.leaves().stream()
                                .mapToDouble(leaf -> leaf.change().orElse(0.0))
                                .sum(),
                        2);
    }

    private static String fields(Map<String, @Nullable Object> values) {
        return values.entrySet().stream()
                .filter(e -> !List.of("file", "source_row", "subject").contains(e.getKey()))
                .map(e -> e.getKey() + "=" + text(e.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "-" : Printer.text(value);
    }

    private static String number(@Nullable Double number, int places) {
        return number == null ? "" : String.format(Locale.ROOT, "%." + places + "f", number);
    }

    private static String signed(double number, int places) {
        return (number >= 0 ? "+" : "") + number(number, places);
    }

    private static String pad(String label, int depth) {
        var text = "  ".repeat(depth) + (label.equals(Scheme.SCORE) ? "score" : label);
        return text + " ".repeat(Math.max(0, 52 - Printer.width(text)));
    }
}
