package org.tongbao.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;

/**
 * What a job asks of a dataset before it scores: {@code check:} in job.yaml.
 *
 * <pre>{@code
 * check:
 *   inspection: { at-least: 1 row, otherwise: stop }
 *   attendance: { at-least: 50% of previous, otherwise: warn }
 * }</pre>
 *
 * @param dataset the dataset; it has a period column
 * @param rows rows that the period must have at least
 * @param share share of the previous period's rows that the period must have at least, 0..1
 * @param stops whether the run stops below, or goes on with a mark
 */
public record Gate(String dataset, long rows, double share, boolean stops, Location at) {

    private static final Pattern AT_LEAST = Pattern.compile("(\\d+) rows?|(\\d+)% of previous");

    /** Reads the section {@code check}. */
    public static List<Gate> read(Block job) {
        var gates = new ArrayList<Gate>();
        job.blocks("check").forEach((dataset, block) -> block.as(b -> {
                    long rows = 1;
                    double share = 0;
                    var text = b.text("at-least");
                    var match = AT_LEAST.matcher(text);
                    if (!match.matches()) {
                        b.problems().add(b.at("at-least"), "'" + text + "' must be like '1 row' or '50% of previous'");
                    } else if (match.group(1) != null) {
                        rows = Long.parseLong(match.group(1));
                    } else {
                        share = Integer.parseInt(match.group(2)) / 100.0;
                    }
                    var otherwise = b.oneOf("otherwise", List.of("stop", "warn"), "stop");
                    return new Gate(dataset, rows, share, otherwise.equals("stop"), b.at());
                })
                .ifPresent(gates::add));
        return gates;
    }

    String words() {
        return share > 0 ? String.format(Locale.ROOT, "上期的%.0f%%", 100 * share) : rows + "行";
    }
}
