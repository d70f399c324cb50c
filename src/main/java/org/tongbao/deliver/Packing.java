package org.tongbao.deliver;

import org.apache.commons.codec.digest.DigestUtils;

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

/** Makes rows of the ledger of what has not been planned before, in parcels that a server takes, with a mail's words. */
final class Packing {

    private final Home home;
    private final DeliveryLedger ledger;
    private final Instant now;
    private final Set<String> packed = new HashSet<>();

    Packing(Home home, DeliveryLedger ledger, Instant now) {
        this.home = home;
        this.ledger = ledger;
        this.now = now;
    }

    /** Of two ways on which somebody would get the same file, the first counts. */
    List<Entry> pack(List<Way> ways, Consignment goods) {
        var entries = new ArrayList<Entry>();
        ways.forEach(way -> entries.addAll(entries(way, goods)));
        return entries;
    }

    private List<Entry> entries(Way way, Consignment goods) {
        var fresh = new LinkedHashMap<String, Artifact>();
        way.artifacts().forEach(artifact -> fresh.put(id(way, goods, artifact), artifact));
        ledger.known(fresh.keySet()).forEach(fresh::remove);
        fresh.keySet().removeIf(id -> !packed.add(id));
        var words = way.isMail() ? words(way, goods, fresh.values()) : "";
        var parcels = way.isMail()
                ? messages(fresh, goods, room(words))
                : fresh.entrySet().stream().map(List::of).toList();
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < parcels.size(); i++) {
            var parcel = parcels.get(i);
            var id = DigestUtils.sha256Hex(
                    String.join("\n", parcel.stream().map(Map.Entry::getKey).toList()));
            var part = parcels.size() == 1 ? "" : "（" + (i + 1) + "/" + parcels.size() + "）";
            for (var each : parcel) {
                boolean fits = !way.isMail() || size(goods, each.getValue()) <= room(words);
                entries.add(entry(each.getKey(), id, way, goods, each.getValue(), part, words, fits));
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
            String part,
            String words,
            boolean fits) {
        boolean test = way.isMail() && home.settings().has(Settings.Key.MAIL_TEST_TO);
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
                (test ? "【测试，应发：" + way.recipient() + "】" : "")
                        + (goods.issued() ? "" : "【草稿】")
                        + goods.title()
                        + " "
                        + goods.period().title()
                        + part,
                words,
                way.held() ? State.HELD : fits ? State.PLANNED : State.UNDELIVERED,
                0,
                fits ? "" : "larger than mail.limit " + home.settings().text(Settings.Key.MAIL_LIMIT),
                now,
                now);
    }

    private static String id(Way way, Consignment goods, Artifact artifact) {
        return DigestUtils.sha256Hex(String.join(
                "\n",
                way.channel(),
                way.recipient(),
                way.address(),
                goods.job(),
                goods.period().toString(),
                artifact.file(),
                artifact.sha256()));
    }

    private static String words(Way way, Consignment goods, Iterable<Artifact> artifacts) {
        var words = new StringBuilder(way.recipient().replaceFirst(" <.*", ""))
                .append("：\n\n现发送《")
                .append(goods.title())
                .append("》（")
                .append(goods.period().title())
                .append(goods.issued() ? "），请查收附件。\n" : "）草稿，未经印发，仅供内部使用。\n");
        var subjects = new LinkedHashSet<String>();
        artifacts.forEach(artifact -> subjects.add(artifact.recipient()));
        for (var subject : subjects) {
            goods.summary().apply(subject).forEach(line -> words.append("\n").append(line));
        }
        words.append("\n\n附件：\n");
        artifacts.forEach(artifact -> words.append("  ")
                .append(artifact.file())
                .append("  SHA-256 ")
                .append(artifact.sha256(), 0, 16)
                .append("\n"));
        return words.append("\n本邮件由系统自动发送，请勿直接回复。\n").toString();
    }
}
