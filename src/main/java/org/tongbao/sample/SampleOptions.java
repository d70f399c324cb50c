package org.tongbao.sample;

import java.nio.file.Path;
import java.time.YearMonth;

/**
 * What city to invent.
 *
 * @param seed the same seed gives the same city, byte for byte
 * @param projects how many projects; the sample that is shipped has 400
 * @param months how many months of events, up to the last
 * @param last the last month
 * @param interval minutes between two readings of a device
 * @param out folder to write to
 */
public record SampleOptions(long seed, int projects, int months, YearMonth last, int interval, Path out) {

    // A month's hazards, about three for each project, must fit on one sheet of 1,048,576 rows.
    private static final int MOST_PROJECTS = 200_000;

    public SampleOptions {
        if (projects < 20 || projects > MOST_PROJECTS) {
            throw new IllegalArgumentException("projects must be 20 to 200,000, found " + projects);
        }
        if (months < 1 || months > 120) {
            throw new IllegalArgumentException("months must be 1 to 120, found " + months);
        }
        if (interval < 1 || interval > 1440 || 1440 % interval != 0) {
            throw new IllegalArgumentException("interval must divide a day of 1440 minutes, found " + interval);
        }
    }

    /** The city that lies in {@code sample-data}. */
    public static SampleOptions shipped(Path out) {
        return new SampleOptions(2026, 400, 18, YearMonth.of(2026, 6), 360, out);
    }
}
