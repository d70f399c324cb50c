package org.tongbao.deliver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tongbao.deliver.DeliveryLedger.Entry;
import org.tongbao.deliver.DeliveryLedger.State;
import org.tongbao.deliver.Routing.Way;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.run.Digest;

/** Makes rows of the ledger of what has not been planned before, in parcels that a server takes, with a mail's words. */
final class Packing {

    private final Home home;
    private final DeliveryLedger ledger;
    private final Instant now;
    private final Set<String> packed = new HashSet<>();

    /** Of a document's name in a subject line; all of it is what the attachment is called. */
    private static final int LONGEST_TITLE = 120;

    Packing(Home home, DeliveryLedger ledger, Instant now) {
        this.home = home;
        this.ledger = ledger;
        this.now = now;
    }

    /** Of two ways on which somebody would get the same file, the first counts. */
    List<Entry> pack(List<Way> ways, Consignment goods) {
        var entries = new ArrayList<Entry>();
        var attachments = goods.attachments();
        ways.forEach(way -> entries.addAll(entries(way, goods, attachments)));
        return entries;
    }

    private List<Entry> entries(Way way, Consignment goods, Map<String, String> attachments) {
        var fresh = new LinkedHashMap<String, Artifact>();
        way.artifacts().forEach(artifact -> fresh.put(id(way, goods, artifact), artifact));
        ledger.known(fresh.keySet()).forEach(fresh::remove);
        fresh.keySet().removeIf(id -> !packed.add(id));
        var words = way.isMail() ? words(way, goods, fresh.values(), attachments) : "";
        var parcels = way.isMail()
                ? messages(fresh, goods, room(words))
                : fresh.entrySet().stream().map(List::of).toList();
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < parcels.size(); i++) {
            var parcel = parcels.get(i);
            var id = Digest.of(
                    String.join("\n", parcel.stream().map(Map.Entry::getKey).toList()));
            var title = title(way, parcel.stream().map(Map.Entry::getValue).toList())
                    + (parcels.size() == 1 ? "" : "（" + (i + 1) + "/" + parcels.size() + "）");
            for (var each : parcel) {
                boolean fits = !way.isMail() || size(goods, each.getValue()) <= room(words);
                var attachment = attachments.getOrDefault(each.getValue().file(), "");
                entries.add(entry(each.getKey(), id, way, goods, each.getValue(), attachment, title, words, fits));
            }
        }
        return entries;
    }

    /** Files that go into one message together; what is too large for any is alone. */
    private static List<List<Map.Entry<String, Artifact>>> messages(
            Map<String, Artifact> files, Consignment goods, long room) {
        var messages = new ArrayList<List<Map.Entry<String, Artifact>>>();
        long left = -1;
        for (var file : files.entrySet()) {
            long size = size(goods, file.getValue());
            if (size > left) {
                messages.add(new ArrayList<>());
                left = room;
            }
            messages.get(messages.size() - 1).add(file);
            left -= size;
        }
        return messages;
    }

    private long room(String words) {
        return home.settings().bytes(Settings.Key.MAIL_LIMIT) - MailServer.encoded(words);
    }

    private static long size(Consignment goods, Artifact artifact) {
        Path file = goods.folder().resolve(artifact.file());
        try {
            return MailServer.encoded(Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Entry entry(
            String id,
            String parcel,
            Way way,
            Consignment goods,
            Artifact artifact,
            String attachment,
            String title,
            String words,
            boolean fits) {
        return new Entry(
                id,
                parcel,
                goods.job(),
                goods.period(),
                goods.run(),
                way.channel(),
                way.recipient(),
                way.address(),
                artifact.bulletin(),
                artifact.recipient(),
                artifact.file(),
                home.root().relativize(goods.folder()).toString(),
                artifact.sha256(),
                title,
                words,
                way.held() ? State.HELD : fits ? State.PLANNED : State.UNDELIVERED,
                0,
                fits ? "" : "larger than mail.limit " + home.settings().text(Settings.Key.MAIL_LIMIT),
                now,
                now,
                attachment);
    }

    /** The subject line: the document, or the first of several. */
    private String title(Way way, List<Artifact> artifacts) {
        long copies = artifacts.stream().map(Artifact::copy).distinct().count();
        boolean test = way.isMail() && home.settings().has(Settings.Key.MAIL_TEST_TO);
        return (test ? "【测试，应发：" + way.recipient() + "】" : "")
                + brief(artifacts.get(0).document())
                + (copies == 1 ? "" : "等" + copies + "件");
    }

    /** On one line, as a subject must be. */
    private static String brief(String document) {
        var line = document.replaceAll("[\\p{Cntrl}\\s]+", " ");
        int length = line.codePointCount(0, line.length());
        return length <= LONGEST_TITLE ? line : line.substring(0, line.offsetByCodePoints(0, LONGEST_TITLE)) + "…";
    }

    private static String id(Way way, Consignment goods, Artifact artifact) {
        return Digest.of(String.join(
                "\n",
                way.channel(),
                way.recipient(),
                way.address(),
                goods.job(),
                goods.period().toString(),
                artifact.file(),
                artifact.sha256()));
    }

    private static String words(
            Way way, Consignment goods, Iterable<Artifact> artifacts, Map<String, String> attachments) {
        var words = new StringBuilder(way.recipient().replaceFirst(" <.*", ""))
                .append("：\n\n现发送《")
                .append(goods.title())
                .append("》（")
                .append(goods.period().title())
                .append(goods.issued() ? "），请查收附件。\n" : "）草稿，未经印发，仅供内部使用。\n");
        var subjects = new LinkedHashSet<>(way.units());
        artifacts.forEach(artifact -> subjects.add(artifact.recipient()));
        for (var subject : subjects) {
            goods.summary().apply(subject).forEach(line -> words.append("\n").append(line));
        }
        words.append("\n\n附件：\n");
        artifacts.forEach(artifact -> words.append("  ")
                .append(attachments.getOrDefault(artifact.file(), artifact.file()))
                .append("  SHA-256 ")
                .append(artifact.sha256(), 0, 16)
                .append("\n"));
        return words.append("\n本邮件由系统自动发送，请勿直接回复。\n").toString();
    }
}
