package org.tongbao.score.scheme;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tongbao.score.method.Aggregate;
import org.tongbao.warehouse.Sql;

/**
 * Ways to derive the weights of a level from the points themselves. They are computed beside the declared ones, so that
 * people can compare, and never applied: whoever wants them writes them into the scheme.
 */
public enum DerivedWeights {
    /** The less even an indicator's points are spread over the subjects, the more it tells (Shannon 1948; Zeleny 1982). */
    ENTROPY {
        @Override
        String raw(int k, int children) {
            return "case when low%1$d >= 0 then 1e0 - (ln(sum%1$d) - own%1$d / sum%1$d) / ln(n) end".formatted(k);
        }
    },
    /**
     * Spread times conflict with the others: deviation times the sum of 1 - r (Diakoulaki and others 1995). What is the
     * same for all is in conflict with nothing.
     */
    CRITIC {
        @Override
        String raw(int k, int children) {
            return "deviation" + k + " * ("
                    + IntStream.range(0, children)
                            .filter(other -> other != k)
                            .mapToObj(
                                    other -> "case when deviation%d > 0 and deviation%d > 0 then 1e0 - %s else 0e0 end"
                                            .formatted(k, other, correlation(k, other)))
                            .collect(Collectors.joining(" + ", "0e0 + ", ")"));
        }
    },
    /** Standard deviation over mean. */
    VARIATION {
        @Override
        String raw(int k, int children) {
            return "deviation%1$d / nullif(abs(mean%1$d), 0)".formatted(k);
        }
    };

    /** What the weight of the k-th child is proportional to; null where the way is not defined. */
    abstract String raw(int k, int children);

    /** As a scheme names it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(DerivedWeights::word).toList();
    }

    static Optional<DerivedWeights> of(String word) {
        return Arrays.stream(values()).filter(way -> way.word().equals(word)).findFirst();
    }

    /**
     * A query for the weights of a level: {@code node, parent, method, n, declared, weight}. Subjects count that have a
     * score and points in all children.
     *
     * @param scores table with a row for each subject and the columns of the children
     */
    public static String query(
            String scores, Scheme.Branch branch, List<Aggregate.Child> children, List<DerivedWeights> ways) {
        int size = children.size();
        var figures = new ArrayList<>(List.of("count(*) as n"));
        for (int k = 0; k < size; k++) {
            var x = children.get(k).column();
            figures.add(("min(%2$s) as low%1$d, avg(%2$s order by %2$s) as mean%1$d,"
                            + " stddev_samp(%2$s order by %2$s) as deviation%1$d, nullif(sum(%2$s order by %2$s), 0) as sum%1$d,"
                            + " sum(case when %2$s > 0 then %2$s * ln(%2$s) else 0e0 end order by %2$s) as own%1$d")
                    .formatted(k, x));
            for (int other = k + 1; other < size && ways.contains(CRITIC); other++) {
                var y = children.get(other).column();
                figures.add("corr(%1$s, %2$s order by %1$s, %2$s) as ".formatted(x, y) + correlation(k, other));
            }
        }
        var present = children.stream()
                .map(c -> " and " + c.column() + " is not null")
                .collect(Collectors.joining());
        var level = "select " + String.join(", ", figures) + " from " + scores + " where reason is null" + present;
        var rows = new ArrayList<String>();
        for (var way : ways) {
            var sum = "("
                    + IntStream.range(0, size).mapToObj(k -> way.raw(k, size)).collect(Collectors.joining(" + ")) + ")";
            for (int k = 0; k < size; k++) {
                rows.add("select " + Sql.text(branch.children().get(k).name()) + " as node, "
                        + Sql.text(branch.name()) + " as parent, " + Sql.text(way.word()) + " as method, n, "
                        + children.get(k).share() + " as declared, (" + way.raw(k, size) + ") / nullif("
                        + sum
                        + ", 0) as weight from level");
            }
        }
        return "with level as (" + level + ")\n" + String.join("\nunion all\n", rows);
    }

    private static String correlation(int one, int other) {
        return "r" + Math.min(one, other) + "_" + Math.max(one, other);
    }
}
