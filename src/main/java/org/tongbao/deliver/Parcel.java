package org.tongbao.deliver;

import java.nio.file.Path;
import java.util.List;
import org.tongbao.deliver.DeliveryLedger.Entry;

/**
 * What is sent at a time: a message with its attachments, or one file.
 *
 * @param entries its rows of the ledger, in order of artifact; at least one, and alike but for the artifact
 */
record Parcel(Path home, List<Entry> entries) {

    Parcel {
        entries = List.copyOf(entries);
    }

    String id() {
        return first().parcel();
    }

    Entry first() {
        return entries.get(0);
    }

    int attempt() {
        return first().attempts();
    }

    Path file(Entry entry) {
        return home.resolve(entry.folder()).resolve(entry.artifact());
    }
}
