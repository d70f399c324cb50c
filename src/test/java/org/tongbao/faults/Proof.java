package org.tongbao.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of {@code docs/proof.md}: what has been tried, how often, and what came of it. The page's other words are people's. */
final class Proof {

    private static final Path PAGE = Path.of("docs/proof.md");
    private static final String HEAD = "| fault | tries | outcome | seed | day |";
    private static final String RULE = "|---|---|---|---|---|";

    private final long seed;
    private final Map<String, String> rows = new LinkedHashMap<>();

    Proof(long seed) {
        this.seed = seed;
    }

    /**
     * Notes what came of a fault.
     *
     * @param failed of the tries, those after which something was otherwise
     */
    void note(String fault, int tries, int failed, String outcome) {
        note(fault, String.valueOf(tries), (tries - failed) + " of " + tries + " " + outcome);
    }

    /** Notes that a fault could not be tried here, and why. */
    void skipped(String fault, String why) {
        note(fault, "0", "not tried: " + why);
    }

    private void note(String fault, String tries, String outcome) {
        rows.put(
                fault,
                "| %s | %s | %s | %d | %s |"
                        .formatted(fault, tries, outcome, seed, LocalDate.now(ZoneId.of("Asia/Shanghai"))));
    }

    /** Writes the rows into the page: each in the place of the one of the same fault, new ones at the end. */
    void write() throws IOException {
        var lines = new ArrayList<>(Files.readAllLines(PAGE));
        int rule = lines.indexOf(RULE);
        if (rule < 1 || !lines.get(rule - 1).equals(HEAD)) {
            throw new IllegalStateException("no table in " + PAGE);
        }
        int end = rule + 1;
        while (end < lines.size() && lines.get(end).startsWith("|")) {
            end++;
        }
        var table = new LinkedHashMap<String, String>();
        for (var line : List.copyOf(lines.subList(rule + 1, end))) {
            table.put(line.split("\\|", -1)[1].strip(), line);
        }
        table.putAll(rows);
        lines.subList(rule + 1, end).clear();
        lines.addAll(rule + 1, table.values());
        Files.write(PAGE, lines);
    }
}
