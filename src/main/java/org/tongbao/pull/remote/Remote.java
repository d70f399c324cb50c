package org.tongbao.pull.remote;

import java.util.Optional;
import org.tongbao.spec.Block;

/** Somebody else's server that a source is read from; what it sends is laid down as files. */
public sealed interface Remote permits Database, HttpService {

    /** What the names of the files end in: {@code csv} or {@code ndjson}, which is also how they are written. */
    String extension();

    /** Whether rows that have changed there come again. */
    boolean sendsChanges();

    /** Reads {@code database:} or {@code service:} of a source; empty if it has neither. */
    static Optional<Remote> read(Block source) {
        var database = source.block("database").flatMap(Database::read);
        var service = source.block("service").flatMap(HttpService::read);
        if (source.has("database") && source.has("service")) {
            source.problems().add(source.at("service"), "a source has 'database' or 'service', not both");
        }
        return database.map(Remote.class::cast).or(() -> service);
    }
}
