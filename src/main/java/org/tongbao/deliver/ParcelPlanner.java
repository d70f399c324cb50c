package org.tongbao.deliver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
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

    /** Of a document's name in a subject line; all of it is what the attachment is called. */
    private static final int LONGEST_TITLE = 120;

    /** Results and attachments that a mail's text names; each of its files bears the text in the ledger. */
    private static final int MOST_NAMED = 50;

    ParcelPlanner(Home home, DeliveryLedger ledger, Instant now) {
        this.home = home;
        this.ledger = ledger;
        this.now = now;
    }

    /** Of two routes on which somebody would get the same file, the first counts. */
    List<Entry> plan(List<Route> routes, Consignment consignment) {
        var entries = new ArrayList<Entry>();
        var attachments = consignment.attachments();
        routes.forEach(route -> entries.addAll(entries(route, consignment, attachments)));
        return entries;
    }

    private List<Entry> entries(Route route, Consignment consignment, Map<String, String> attachments) {
        var fresh = new LinkedHashMap<String, ConsignedFile>();
        route.artifacts().forEach(artifact -> fresh.put(id(route, consignment, artifact), artifact));
        ledger.known(fresh.keySet()).forEach(fresh::remove);
        fresh.keySet().removeIf(id -> !planned.add(id));
        var words = route.isMail() ? words(route, consignment, fresh.values(), attachments) : "";
        var parcels = route.isMail()
                ? messages(fresh, consignment, room(words))
                : fresh.entrySet().stream().map(List::of).toList();
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < parcels.size(); i++) {
            var parcel = parcels.get(i);
            var id = DigestUtils.sha256Hex(
                    String.join("\n", parcel.stream().map(Map.Entry::getKey).toList()));
            var title = title(route, parcel.stream().map(Map.Entry::getValue).toList())
                    + (parcels.size() == 1 ? "" : "（" + (i + 1) + "/" + parcels.size() + "）");
            for (var each : parcel) {
                boolean fits = !route.isMail() || size(consignment, each.getValue()) <= room(words);
                var attachment = attachments.getOrDefault(each.getValue().file(), "");
                entries.add(
                        entry(each.getKey(), id, route, consignment, each.getValue(), attachment, title, words, fits));
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
            String attachment,
            String title,
            String words,
            boolean fits) {
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
                title,
                words,
                route.held() ? State.HELD : fits ? State.PLANNED : State.UNDELIVERED,
                0,
                fits ? "" : "larger than mail.limit " + home.settings().text(Settings.Key.MAIL_LIMIT),
                now,
                now,
                attachment);
    }

    /** The subject line: the document, or the first of several. */
    private String title(Route route, List<ConsignedFile> artifacts) {
        long copies = artifacts.stream().map(ConsignedFile::copy).distinct().count();
        boolean test = route.isMail() && home.settings().has(Settings.Key.MAIL_TEST_TO);
        return (test ? "【测试，应发：" + route.recipient() + "】" : "")
                + brief(artifacts.get(0).document())
                + (copies == 1 ? "" : "等" + copies + "件");
    }

    /** On one line, as a subject must be. */
    private static String brief(String document) {
        var line = document.replaceAll("[\\p{Cntrl}\\s]+", " ");
        int length = line.codePointCount(0, line.length());
        return length <= LONGEST_TITLE ? line : line.substring(0, line.offsetByCodePoints(0, LONGEST_TITLE)) + "…";
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

    private static String words(
            Route route,
            Consignment consignment,
            Collection<ConsignedFile> artifacts,
            Map<String, String> attachments) {
        var words = new StringBuilder(route.recipient().replaceFirst(" <.*", ""))
                .append("：\n\n现发送《")
                .append(consignment.title())
                .append("》（")
                .append(consignment.period().title())
                .append(consignment.issued() ? "），请查收附件。\n" : "）草稿，未经印发，仅供内部使用。\n");
        var subjects = new LinkedHashSet<>(route.units());
        artifacts.forEach(artifact -> subjects.add(artifact.subject()));
        subjects.stream()
                .limit(MOST_NAMED)
                .forEach(subject -> consignment.summary().apply(subject).forEach(line -> words.append("\n")
                        .append(line)));
        words.append(subjects.size() > MOST_NAMED ? "\n……" : "")
                .append("\n\n附件")
                .append(artifacts.size() > MOST_NAMED ? "（" + artifacts.size() + "个）" : "")
                .append("：\n");
        artifacts.stream().limit(MOST_NAMED).forEach(artifact -> words.append("  ")
                .append(attachments.getOrDefault(artifact.file(), artifact.file()))
                .append("  SHA-256 ")
                .append(artifact.sha256(), 0, 16)
                .append("\n"));
        return words.append(artifacts.size() > MOST_NAMED ? "  ……\n" : "")
                .append("\n本邮件由系统自动发送，请勿直接回复。\n")
                .toString();
    }
}
