package org.tongbao.sample.file;

import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import org.tongbao.sample.city.SeededRandom;

/** Rows that somebody forgot to send: of each month's file one, which arrives with the next month's. */
public final class LateRows {

    private final YearMonth last;
    private final Map<String, DataSheet.Row> waiting = new HashMap<>();

    public LateRows(YearMonth last) {
        this.last = last;
    }

    /** Takes a clean row out of the sheet and puts in the one that was taken out of the month before. */
    public void delayOne(String dataset, YearMonth month, DataSheet sheet, String column, SeededRandom random) {
        var before = waiting.remove(dataset);
        var rows = sheet.rows();
        var clean = rows.stream().filter(r -> r.dirt() == null).toList();
        if (month.isBefore(last) && !clean.isEmpty()) {
            var held = random.pick(clean);
            // A row whose exact copy stands in the file can't be held back alone.
            if (rows.stream().filter(r -> r.values().equals(held.values())).count() == 1) {
                rows.remove(held);
                waiting.put(dataset, held);
            }
        }
        if (before != null) {
            sheet.addLate(before, column);
        }
    }
}
