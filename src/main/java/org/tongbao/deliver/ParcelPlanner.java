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
import org.tongbao.deliver.Routing.Route;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;

/** Plans what has not been planned before, as rows of the ledger: in parcels that a server takes, with a mail's words. */
final class ParcelPlanner {

    private final Home home;
    private final DeliveryLedger ledger;
    private final Instant now;
    private final Set<String> planned = new HashSet<>();

    ParcelPlanner(Home home, DeliveryLedger ledger, Instant now) {
        this.home = home;
        this.ledger = ledger;
        this.now = now;
    }

    /** Of two routes on which somebody would get the same file, the first counts. */
    List<Entry> plan(List<Route> routes, Consignment consignment) {
        var entries = new ArrayList<Entry>();
        routes.forEach(route -> entries.addAll(entries(route, consignment)));
        return entries;
    }

    private List<Entry> entries(Route route, Consignment consignment) {
        var fresh = new LinkedHashMap<String, ConsignedFile>();
        route.artifacts().forEach(artifact -> fresh.put(id(route, consignment, artifact), artifact));
        ledger.known(fresh.keySet()).forEach(fresh::remove);
        fresh.keySet().removeIf(id -> !planned.add(id));
        var words = route.isMail() ? words(route, consignment, fresh.values()) : "";
        var parcels = route.isMail()
                ? messages(fresh, consignment, room(words))
                : fresh.entrySet().stream().map(List::of).toList();
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < parcels.size(); i++) {
            var parcel = parcels.get(i);
            var id = DigestUtils.sha256Hex(
                    String.join("\n", parcel.stream().map(Map.Entry::getKey).toList()));
            var part = parcels.size() == 1 ? "" : "（" + (i + 1) + "/" + parcels.size() + "）";
            for (var each : parcel) {
                boolean fits = !route.isMail() || size(consignment, each.getValue()) <= room(words);
                entries.add(entry(each.getKey(), id, route, consignment, each.getValue(), part, words, fits));
            }
        }
        return entries;
    }

    /** Files that go into one message together; what is too large for any is alone. */
    private static List<List<Map.Entry<String, ConsignedFile>>> messages(
            Map<String, ConsignedFile> files, Consignment consignment, long room) {
        var messages = new ArrayList<List<Map.Entry<String, ConsignedFile>>>();
        long left = -1;
        for (var file : files.entrySet()) {
            long size = size(consignment, file.getValue());
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

    private static long size(Consignment consignment, ConsignedFile artifact) {
        Path file = consignment.folder().resolve(artifact.file());
        try {
            return MailServer.encoded(Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Entry entry(
            String id,
            String parcel,
            Route route,
            Consignment consignment,
            ConsignedFile artifact,
            String part,
            String words,
            boolean fits) {
        boolean test = route.isMail() && home.settings().has(Settings.Key.MAIL_TEST_TO);
        return new Entry(
                id,
                parcel,
                consignment.job(),
                consignment.period(),
                consignment.run(),
                route.channel(),
                route.recipient(),
                route.address(),
                artifact.bulletin(),
                artifact.recipient(),
                artifact.file(),
                home.root().relativize(consignment.folder()).toString(),
                artifact.sha256(),
                (test ? "【测试，应发：" + route.recipient() + "】" : "")
                        + (consignment.issued() ? "" : "【草稿】")
                        + consignment.title()
                        + " "
                        + consignment.period().title()
                        + part,
                words,
                route.held() ? State.HELD : fits ? State.PLANNED : State.UNDELIVERED,
                0,
                fits ? "" : "larger than mail.limit " + home.settings().text(Settings.Key.MAIL_LIMIT),
                now,
                now);
    }

    private static String id(Route route, Consignment consignment, ConsignedFile artifact) {
        return DigestUtils.sha256Hex(String.join(
                "\n",
                route.channel(),
                route.recipient(),
                route.address(),
                consignment.job(),
                consignment.period().toString(),
                artifact.file(),
                artifact.sha256()));
    }

    private static String words(Route route, Consignment consignment, Iterable<ConsignedFile> artifacts) {
        var words = new StringBuilder(route.recipient().replaceFirst(" <.*", ""))
                .append("：\n\n现发送《")
                .append(consignment.title())
                .append("》（")
                .append(consignment.period().title())
                .append(consignment.issued() ? "），请查收附件。\n" : "）草稿，未经印发，仅供内部使用。\n");
        var subjects = new LinkedHashSet<String>();
        artifacts.forEach(artifact -> subjects.add(artifact.recipient()));
        for (var subject : subjects) {
            consignment.summary().apply(subject).forEach(line -> words.append("\n")
                    .append(line));
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
