package org.tongbao.rank;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;

/**
 * Who is like whom, for a second place among equals beside the place among all.
 *
 * @param by column of the subject's table; with classes an indicator
 * @param classes name to the least value that belongs to it, from the highest down; empty if the column's values are the
 *     classes
 */
public record Peers(String by, Map<String, BigDecimal> classes, Location at) {

    public Peers {
        classes = new LinkedHashMap<>(classes);
    }

    /** Reads the keys {@code peers} and {@code classes} of a scheme's {@code rank}. */
    static Optional<Peers> read(Block rank) {
        var classes = Ranking.falling(rank, "classes", "class", "belongs to it", "largest", "smallest");
        var by = rank.optionalText("peers");
        if (by.isEmpty() && rank.has("classes")) {
            rank.problems()
                    .add(rank.at("classes"), "'classes' of what? name the indicator with 'peers: active_projects'");
        }
        return by.map(name -> new Peers(name, classes, rank.at("peers")));
    }

    /** The class, from a column with the text of what {@link #by} names. */
    String sql(String column) {
        return classes.isEmpty() ? column : Ranking.steps(classes, "try_cast(" + column + " as double)");
    }
}
