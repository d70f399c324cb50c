package org.tongbao.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/**
 * Why a subject has its score: the tree of a run, each node beside the same node of the period before. The
 * contributions of the leaves, and of the cap if one binds, add up to the score; and so do their changes to its change.
 *
 * @param scheme name of the scheme
 * @param root the node called {@code score}
 */
public record ScoreTree(String scheme, String subject, Node root) {

    /**
     * A leaf that only the earlier period had (a cap, an indicator since dropped) stands in the tree with no figures of
     * its own, under the root if its branch is gone: so that the changes add up.
     */
    private static final String TREE = """
            with current as (
                select * from score where scheme = :scheme and subject = :subject
            ),
            earlier as (
                select * from history_score where scheme = :scheme and subject = :subject and period = :previous
            ),
            gone as (
                select * from earlier
                where node not in (select node from current)
                    and node not in (select parent from earlier where parent is not null)
            )
            select
                c.node, c.parent, c.raw, c.denominated, c.treated, c.normalised, c.weight, c.effective_weight,
                c.contribution, c.imputed, c.note,
                e.raw as earlier_raw, e.normalised as earlier_normalised, e.contribution as earlier_contribution,
                exists (select 1 from earlier) as compared
            from current as c
            left join earlier as e on e.node = c.node
            union all
            select
                node, case when parent in (select node from current) then parent else 'score' end,
                null, null, null, null, null, null, 0, null, null, raw, normalised, contribution, true
            from gone
            where exists (select 1 from current)
            order by weight desc nulls last, node""";

    /**
     * A node of the tree.
     *
     * @param raw an indicator's value, a branch's aggregate, the uncapped score; the limit of a cap or floor
     * @param denominated an indicator's value per unit, if the scheme divides it
     * @param treated its value after small samples and outliers, if the scheme says so
     * @param normalised points on the scheme's scale
     * @param weight share of its level as declared, 0..1
     * @param effectiveWeight share among those that have a value
     * @param contribution points of the final score
     * @param imputed share of its points that stands in for missing values, 0..1
     * @param note what was done to it: missing, changed, capped; or why there is no score
     * @param previous the same node a period earlier, or null
     * @param children heaviest first
     */
    public record Node(
            String name,
            @Nullable Double raw,
            @Nullable Double denominated,
            @Nullable Double treated,
            @Nullable Double normalised,
            @Nullable Double weight,
            @Nullable Double effectiveWeight,
            @Nullable Double contribution,
            @Nullable Double imputed,
            @Nullable String note,
            @Nullable Previous previous,
            List<Node> children) {

        public Node {
            children = List.copyOf(children);
        }

        /** By how many points of the score it moved; a node that was not there before came with all its points. */
        public Optional<Double> change() {
            if (contribution == null || previous == null) {
                return Optional.empty();
            }
            double before = previous.contribution() == null ? 0 : previous.contribution();
            return Optional.of(contribution - before);
        }
    }

    /** A node's figures a period earlier. */
    public record Previous(
            @Nullable Double raw,
            @Nullable Double normalised,
            @Nullable Double contribution) {}

    /** The tree of a subject, if the run has scored it. The session is pinned to the run. */
    public static Optional<ScoreTree> read(Session session, Run run, String scheme, String subject) {
        var rows = session.sql(TREE)
                .param("scheme", scheme)
                .param("subject", subject)
                .param("previous", run.period().previous().toString())
                .query();
        var children = new LinkedHashMap<String, List<Row>>();
        rows.stream().filter(row -> !row.isNull("parent")).forEach(row -> children.computeIfAbsent(
                        row.text("parent"), p -> new ArrayList<>())
                .add(row));
        return rows.stream()
                .filter(row -> row.isNull("parent"))
                .findFirst()
                .map(root -> new ScoreTree(scheme, subject, node(root, children)));
    }

    /** The nodes without children: those whose contributions add up to the score. */
    public List<Node> leaves() {
        var leaves = new ArrayList<Node>();
        collect(root, leaves);
        return leaves;
    }

    private static void collect(Node node, List<Node> leaves) {
        if (node.children().isEmpty()) {
            leaves.add(node);
        }
        node.children().forEach(child -> collect(child, leaves));
    }

    private static Node node(Row row, Map<String, List<Row>> children) {
        var below = children.getOrDefault(row.text("node"), List.of()).stream()
                .map(child -> node(child, children))
                .toList();
        var previous = row.flag("compared")
                ? new Previous(
                        number(row, "earlier_raw"),
                        number(row, "earlier_normalised"),
                        number(row, "earlier_contribution"))
                : null;
        return new Node(
                row.text("node"),
                number(row, "raw"),
                number(row, "denominated"),
                number(row, "treated"),
                number(row, "normalised"),
                number(row, "weight"),
                number(row, "effective_weight"),
                number(row, "contribution"),
                number(row, "imputed"),
                row.optionalText("note").orElse(null),
                previous,
                below);
    }

    private static @Nullable Double number(Row row, String column) {
        return row.optionalNumber(column).orElse(null);
    }
}
