package org.tongbao.pull.remote;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.tongbao.run.Progress;

/** Asks databases and HTTP services for what is new. */
public final class Fetcher {

    /** How often the same is asked for before the fetch gives up. */
    public static final int MOST_TRIES = 10;

    private final Drivers drivers;
    private final Secrets secrets;
    private final Retry retry;

    /**
     * A fetcher that waits for slow servers.
     *
     * @param drivers folder with the JDBC drivers that are not part of the program
     * @param environment where secrets are looked for
     */
    public Fetcher(Path drivers, Map<String, String> environment) {
        this(drivers, environment, Retry.PATIENT);
    }

    /** A fetcher that waits otherwise. */
    public Fetcher(Path drivers, Map<String, String> environment, Retry retry) {
        this.drivers = new Drivers(drivers);
        this.secrets = Secrets.of(environment);
        this.retry = retry;
    }

    /**
     * Lays down what is new as files in a folder; returns how many rows.
     *
     * @param whole whether all rows are read each time, into one file that replaces the one before
     * @param tries how often the same is asked for
     * @throws FetchException when the server does not give what was asked; what has arrived stays
     */
    public long fetch(Remote remote, Path folder, boolean whole, int tries, Progress progress) {
        var files = new Arrivals(folder);
        var arrivals = whole ? files.parts() : files;
        var patience = retry.atMost(tries);
        long rows = remote instanceof Database database
                ? database.fetch(arrivals, drivers, secrets, patience, progress)
                : ((HttpService) remote).fetch(arrivals, secrets, patience, InstantSource.system(), progress);
        if (whole) {
            files.mergeParts();
        }
        return rows;
    }
}
