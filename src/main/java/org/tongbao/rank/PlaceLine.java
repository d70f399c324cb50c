package org.tongbao.rank;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.tongbao.spec.Block;

/**
 * A place at which something begins or ends: the first three are praised, the last three are talked to.
 *
 * @param name what is done there, as it is printed
 * @param first whether it holds for the first places or for the last
 * @param places how many
 */
public record PlaceLine(String name, boolean first, int places) {

    private static final Pattern FORM = Pattern.compile("(first|last) ([1-9][0-9]{0,5})");

    /** Reads the key {@code lines} of a scheme's {@code rank}. */
    static List<PlaceLine> read(Block rank) {
        var lines = new ArrayList<PlaceLine>();
        rank.block("lines").ifPresent(b -> {
            for (var name : List.copyOf(b.names())) {
                b.parse(name, text -> parse(name, text)).ifPresent(lines::add);
            }
        });
        return lines;
    }

    private static PlaceLine parse(String name, String text) {
        var match = FORM.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a line such as first 3 or last 3");
        }
        return new PlaceLine(name, match.group(1).equals("first"), Integer.parseInt(match.group(2)));
    }

    /** The last place before the line, given the column with the number of places. */
    String last(String of) {
        return first ? String.valueOf(places) : "(" + of + " - " + places + ")";
    }
}
