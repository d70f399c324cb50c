package org.tongbao.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;

/**
 * What a job asks of a dataset before it scores: {@code check:} in job.yaml.
 *
 * <pre>{@code
 * check:
 *   project:    { fresh: 40 days }
 *   inspection: { at-least: 1 row, fresh: 10 days }
 *   reading:    { at-least: 50% of previous, otherwise: go on }
 *   attendance: { at-least: 80% of active_project, by: region, otherwise: go on }
 * }</pre>
 *
 * @param dataset the dataset
 * @param least how much of it the period must have, or null for any
 * @param fresh how many days before the period's end its newest row may lie, of a register its last load; 0 for any
 * @param stops whether the run stops below, or goes on with the gap marked
 */
public record Gate(String dataset, @Nullable Least least, int fresh, boolean stops, Location at) {

    private static final Pattern AT_LEAST = Pattern.compile("(\\d+) rows?|(\\d{1,3})% of ([a-z][a-z0-9_]*)");
    private static final Pattern DAYS = Pattern.compile("(\\d+) days?");

    /** How much there must be. */
    sealed interface Least permits Rows, Previous, Members {}

    /** So many rows in the period. */
    record Rows(long rows) implements Least {}

    /** A share of the rows of the period before. */
    record Previous(int percent) implements Least {}

    /**
     * A share of those of whom rows are expected.
     *
     * @param of dataset or view that lists them
     * @param by kind of subject each of which must have the share, or null for all together
     */
    record Members(int percent, String of, @Nullable String by) implements Least {}

    /** The dataset or view that lists those of whom rows are expected, if the gate asks for them. */
    public Optional<String> members() {
        return least instanceof Members members ? Optional.of(members.of()) : Optional.empty();
    }

    /** Reads the section {@code check}. */
    public static List<Gate> read(Block job) {
        var gates = new ArrayList<Gate>();
        job.blocks("check").forEach((dataset, block) -> block.as(b -> {
                    var by = b.optionalText("by").orElse(null);
                    var least = b.parse("at-least", text -> least(text, by));
                    int fresh = b.parse("fresh", Gate::days).orElse(0);
                    if (!b.has("at-least") && !b.has("fresh")) {
                        b.problems().add(b.at(), "'at-least' or 'fresh' is missing");
                    }
                    if (by != null && least.filter(Members.class::isInstance).isEmpty()) {
                        b.problems().add(b.at("by"), "'by' needs 'at-least' to be like '80% of active_project'");
                    }
                    var otherwise = b.oneOf("otherwise", List.of("stop", "go on"), "stop");
                    return new Gate(dataset, least.orElse(null), fresh, otherwise.equals("stop"), b.at());
                })
                .ifPresent(gates::add));
        return gates;
    }

    private static Least least(String text, @Nullable String by) {
        var match = AT_LEAST.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' must be like '1 row', '50% of previous' or '80% of active_project'");
        }
        if (match.group(1) != null) {
            return new Rows(Long.parseLong(match.group(1)));
        }
        int percent = Integer.parseInt(match.group(2));
        return match.group(3).equals("previous") ? new Previous(percent) : new Members(percent, match.group(3), by);
    }

    private static int days(String text) {
        var match = DAYS.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("'" + text + "' must be like '40 days'");
        }
        return Integer.parseInt(match.group(1));
    }
}
