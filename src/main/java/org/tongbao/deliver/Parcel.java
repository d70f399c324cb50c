package org.tongbao.deliver;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tongbao.deliver.DeliveryLedger.Entry;
import org.tongbao.home.FileNames;

/**
 * What is sent at a time: a message with its attachments, or one file.
 *
 * @param entries its rows of the ledger, in order of artifact; at least one, and alike but for the artifact
 */
record Parcel(Path home, List<Entry> entries) {

    /** Of bulletins and campaigns with names in Chinese, and the mark that stood before what is left of such a name. */
    private static final Pattern NOT_ASCII = Pattern.compile("^[^A-Za-z0-9]+| *[^ -~]+");

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

    /** A file as a message has it. What was planned by edition 0.1.0 is called as it lies in the archive. */
    Attachment attachment(Entry entry) {
        var artifact = entry.artifact();
        return new Attachment(
                file(entry), entry.attachment().isEmpty() ? artifact : entry.attachment(), inAscii(entry, artifact));
    }

    private static String inAscii(Entry entry, String artifact) {
        var ending = FileNames.ending(artifact);
        var start = entry.bulletin() + "-" + entry.period() + "-";
        return Stream.of(artifact, FileNames.stem(start + entry.subject()) + ending)
                .filter(Attachment::isAscii)
                .findFirst()
                .orElseGet(() ->
                        NOT_ASCII.matcher(start).replaceAll("") + entry.sha256().substring(0, 8) + ending);
    }
}
