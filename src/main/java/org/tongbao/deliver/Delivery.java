package org.tongbao.deliver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.deliver.DeliveryLedger.Entry;
import org.tongbao.deliver.DeliveryLedger.State;
import org.tongbao.run.Digest;
import org.tongbao.run.Home;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Settings;
import org.tongbao.spec.Problems;

/**
 * Brings finished files to their recipients. What is to be sent is entered in the ledger first; then each parcel is
 * claimed, sent and settled. The same bytes for the same address and period are sent once, whatever is run again.
 *
 * <p>What is promised: a folder and an SFTP server hold each file once; a webhook is posted each file at least once,
 * always with the same key; mail is sent at most once, and where a server took the whole message and then gave no
 * answer, it is listed as unsure and not sent again by itself.
 */
public final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofHours(2);
    private static final int JITTER_PERCENT = 20;

    /** One at a time in this process; a file is locked against others. */
    private static final ReentrantLock ONE = new ReentrantLock();

    private final Home home;
    private final DeliveryLedger ledger;
    private final Clock clock;
    private final Pause pause;

    public Delivery(Home home, DataSource operations, Clock clock, Pause pause) {
        this.home = home;
        this.ledger = new DeliveryLedger(operations);
        this.clock = clock;
        this.pause = pause;
    }

    /** Waits. */
    public interface Pause {

        void until(Instant time) throws InterruptedException;

        /** By sleeping. */
        static Pause asleep(Clock clock) {
            return time -> Thread.sleep(
                    Math.max(0, Duration.between(clock.instant(), time).toMillis()));
        }
    }

    /**
     * What a run has made.
     *
     * @param title the job's name in Chinese
     * @param folder where the files lie, below the home folder
     * @param manifest name of the file that describes the others
     * @param summary lines about a subject's result, for the text of a mail
     */
    public record Consignment(
            String job,
            String title,
            Period period,
            long run,
            Path folder,
            String manifest,
            List<Artifact> artifacts,
            Function<String, List<String>> summary) {

        public Consignment {
            artifacts = List.copyOf(artifacts);
        }
    }

    /** How much went where. */
    public record Tally(long sent, long waiting, long undelivered, long unsure) {

        @Override
        public String toString() {
            return sent + " sent" + part(waiting, "waiting") + part(undelivered, "undelivered")
                    + part(unsure, "unsure");
        }

        private static String part(long count, String what) {
            return count == 0 ? "" : ", " + count + " " + what;
        }
    }

    /** Puts files into the folders and plans what goes to others; returns what one should know, a line each. */
    public List<String> plan(List<Destination> destinations, Consignment goods) {
        var problems = new Problems();
        var lists = new LinkedHashMap<Destination, Recipients>();
        for (var destination : destinations) {
            if (destination instanceof Destination.Mail mail) {
                lists.put(mail, Recipients.read(home.root(), mail.list(), problems));
            }
        }
        problems.throwIfAny();
        if (!lists.isEmpty() && !MailServer.isNamed(home.settings())) {
            throw new IllegalArgumentException("the job delivers by mail, and no server is named: set mail.host and "
                    + "mail.from in tongbao.yaml");
        }
        var remarks = new ArrayList<String>();
        var drafts = new LinkedHashMap<String, Draft>();
        for (var destination : destinations) {
            if (destination instanceof Destination.Folder folder) {
                put(folder, goods);
            } else if (destination instanceof Destination.Mail mail) {
                address(mail, lists.getOrDefault(mail, new Recipients(List.of())), goods, drafts, remarks);
            } else if (destination instanceof Destination.Webhook webhook) {
                taken(webhook, goods)
                        .forEach(artifact -> add(
                                drafts,
                                new Draft(
                                        "webhook",
                                        webhook.address().getHost(),
                                        webhook.address().toString()),
                                artifact));
            } else if (destination instanceof Destination.Sftp sftp) {
                taken(sftp, goods).forEach(artifact -> {
                    var place = Destination.fill(sftp.place(), placeholders(goods, artifact));
                    add(drafts, new Draft("sftp", place, place), artifact);
                });
            }
        }
        var entries = new ArrayList<Entry>();
        drafts.values().forEach(draft -> entries.addAll(entries(draft, goods)));
        ledger.plan(entries);
        return remarks;
    }

    /** A way to somebody, and what goes it. */
    private record Draft(String channel, String recipient, String address, List<Artifact> artifacts) {

        Draft(String channel, String recipient, String address) {
            this(channel, recipient, address, new ArrayList<>());
        }
    }

    private static void add(Map<String, Draft> drafts, Draft way, Artifact artifact) {
        var draft = drafts.computeIfAbsent(way.channel() + "\n" + way.recipient() + "\n" + way.address(), key -> way);
        if (!draft.artifacts().contains(artifact)) {
            draft.artifacts().add(artifact);
        }
    }

    private void address(
            Destination.Mail mail,
            Recipients list,
            Consignment goods,
            Map<String, Draft> drafts,
            List<String> remarks) {
        var lonely = new LinkedHashSet<String>();
        var test = home.settings().text(Settings.Key.MAIL_TEST_TO);
        for (var artifact : taken(mail, goods)) {
            boolean gone = false;
            for (var person : list.people()) {
                if (person.gets(mail, artifact)) {
                    gone = true;
                    var who = person.name() + " <" + person.email() + ">";
                    add(drafts, new Draft("mail", who, test.isEmpty() ? person.email() : test), artifact);
                }
            }
            if (!gone) {
                lonely.add(artifact.bulletin() + " "
                        + (artifact.name().isEmpty() ? artifact.recipient() : artifact.name()));
            }
        }
        if (!lonely.isEmpty()) {
            remarks.add("in " + mail.list() + " nobody gets: " + String.join(", ", lonely));
        }
        if (!test.isEmpty()) {
            remarks.add("test mode: all mail goes to " + test);
        }
    }

    private static List<Artifact> taken(Destination destination, Consignment goods) {
        return goods.artifacts().stream()
                .filter(artifact -> destination.takes(artifact.bulletin()))
                .toList();
    }

    private static Map<String, String> placeholders(Consignment goods, Artifact artifact) {
        var name = artifact.name().isEmpty() ? artifact.recipient() : artifact.name();
        return Map.of(
                "{job}", goods.job(),
                "{period}", goods.period().toString(),
                "{bulletin}", artifact.bulletin(),
                "{recipient}", name.replaceAll("[\\\\/:*?\"<>|]", "_"));
    }

    private void put(Destination.Folder folder, Consignment goods) {
        var files = new TreeMap<String, List<String>>();
        taken(folder, goods).forEach(artifact -> files.computeIfAbsent(
                        Destination.fill(folder.place(), placeholders(goods, artifact)), place -> new ArrayList<>())
                .add(artifact.file()));
        boolean whole = folder.bulletins().isEmpty() && files.size() == 1;
        files.forEach((place, names) -> {
            if (whole) {
                names.add(goods.manifest());
            }
            new FolderDelivery(home.root().resolve(place)).deliver(goods.folder(), names);
        });
    }

    /** The rows of what has not been planned before, in parcels that a server takes. */
    private List<Entry> entries(Draft draft, Consignment goods) {
        var ids = new LinkedHashMap<String, Artifact>();
        draft.artifacts().forEach(artifact -> ids.put(id(draft, goods, artifact), artifact));
        ledger.known(ids.keySet()).forEach(ids::remove);
        var words = draft.channel().equals("mail") ? words(draft, goods, ids.values()) : "";
        long limit = home.settings().bytes(Settings.Key.MAIL_LIMIT);
        var parcels = new ArrayList<List<String>>();
        var tooLarge = new HashSet<String>();
        long room = 0;
        for (var id : ids.keySet()) {
            long size =
                    MailServer.encoded(size(goods.folder().resolve(of(ids, id).file())));
            long free = limit - MailServer.encoded(words);
            boolean fits = !draft.channel().equals("mail") || size <= free;
            if (!fits) {
                tooLarge.add(id);
            }
            if (parcels.isEmpty() || !draft.channel().equals("mail") || !fits || size > room) {
                parcels.add(new ArrayList<>());
                room = fits ? free : 0;
            }
            parcels.get(parcels.size() - 1).add(id);
            room -= size;
        }
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < parcels.size(); i++) {
            var parcel = Digest.of(String.join("\n", parcels.get(i)));
            var part = parcels.size() == 1 ? "" : "（" + (i + 1) + "/" + parcels.size() + "）";
            for (var id : parcels.get(i)) {
                entries.add(entry(id, parcel, draft, goods, of(ids, id), part, words, tooLarge.contains(id)));
            }
        }
        return entries;
    }

    private static Artifact of(Map<String, Artifact> ids, String id) {
        var artifact = ids.get(id);
        if (artifact == null) {
            throw new IllegalStateException("no artifact " + id);
        }
        return artifact;
    }

    private Entry entry(
            String id,
            String parcel,
            Draft draft,
            Consignment goods,
            Artifact artifact,
            String part,
            String words,
            boolean tooLarge) {
        var now = clock.instant();
        boolean test = draft.channel().equals("mail") && home.settings().has(Settings.Key.MAIL_TEST_TO);
        return new Entry(
                id,
                parcel,
                goods.job(),
                goods.period(),
                goods.run(),
                draft.channel(),
                draft.recipient(),
                draft.address(),
                artifact.bulletin(),
                artifact.recipient(),
                artifact.file(),
                home.root().relativize(goods.folder()).toString(),
                artifact.sha256(),
                (test ? "【测试，应发：" + draft.recipient() + "】" : "") + goods.title() + " "
                        + goods.period().title() + part,
                words,
                tooLarge ? State.UNDELIVERED : State.PLANNED,
                0,
                tooLarge ? "larger than mail.limit " + home.settings().text(Settings.Key.MAIL_LIMIT) : "",
                now,
                now);
    }

    private static String id(Draft draft, Consignment goods, Artifact artifact) {
        return Digest.of(String.join(
                "\n",
                draft.channel(),
                draft.recipient(),
                draft.address(),
                goods.job(),
                goods.period().toString(),
                artifact.file(),
                artifact.sha256()));
    }

    private static String words(Draft draft, Consignment goods, Iterable<Artifact> artifacts) {
        var words = new StringBuilder(draft.recipient().replaceFirst(" <.*", ""))
                .append("：\n\n现发送《")
                .append(goods.title())
                .append("》（")
                .append(goods.period().title())
                .append("），请查收附件。\n");
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

    /**
     * Sends what of a job's period is due, and for a while what becomes due again after a failure.
     *
     * @return what became of it; what waits for a later hour is sent by the next call
     * @throws DeliveryFailed when a server could not be talked to at all; nothing is lost, the next call goes on
     */
    public Tally send(String job, Period period, Progress progress) {
        ledger.hasten(clock.instant());
        return send(entry -> entry.job().equals(job) && entry.period().equals(period), progress);
    }

    /** The same for all that is due, whatever run it came from. */
    public Tally send(Progress progress) {
        ledger.hasten(clock.instant());
        return send(entry -> true, progress);
    }

    /** Sends what is due, whatever run it came from, each parcel once: for who comes by again soon. */
    public void sendDue() {
        if (ledger.due(clock.instant()).isEmpty()) {
            return;
        }
        var until = clock.instant();
        send(entry -> !entry.dueAt().isAfter(until), Progress.NONE);
    }

    private Tally send(Predicate<Entry> wanted, Progress progress) {
        ONE.lock();
        try (var file = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.lock(); // until it is closed

            return sendAlone(wanted, progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ONE.unlock();
        }
    }

    private Path lockFile() throws IOException {
        return Files.createDirectories(home.var()).resolve("deliver.lock");
    }

    private Tally sendAlone(Predicate<Entry> wanted, Progress progress) {
        ledger.orphaned(clock.instant());
        var end = clock.instant().plus(Duration.ofMinutes(home.settings().number(Settings.Key.DELIVER_PATIENCE)));
        var touched = new LinkedHashSet<String>();
        var down = new TreeMap<String, String>();
        try (var channels = new Channels()) {
            int round = 0;
            while (true) {
                down.clear();
                for (var parcel : due(wanted)) {
                    touched.add(parcel.id());
                    progress.at(parcel.first().recipient());
                    send(parcel, channels, down, round);
                    progress.advance(1);
                }
                round++;
                var next = ledger.planned().stream()
                        .filter(wanted)
                        .map(Entry::dueAt)
                        .findFirst();
                if (next.isEmpty() || next.get().isAfter(end)) {
                    break;
                }
                pause.until(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeliveryFailed("interrupted while waiting to send again");
        }
        if (!down.isEmpty()) {
            throw new DeliveryFailed(down.entrySet().stream()
                    .map(each -> each.getKey() + ": " + each.getValue())
                    .collect(Collectors.joining("; ")));
        }
        return tally(touched);
    }

    private List<Parcel> due(Predicate<Entry> wanted) {
        var now = clock.instant();
        var parcels = new LinkedHashMap<String, List<Entry>>();
        ledger.due(now).stream().filter(wanted).forEach(entry -> parcels.computeIfAbsent(
                        entry.parcel(), key -> new ArrayList<>())
                .add(entry));
        return parcels.values().stream()
                .map(entries -> new Parcel(home.root(), entries))
                .toList();
    }

    private void send(Parcel parcel, Channels channels, Map<String, String> down, int round) {
        var now = clock.instant();
        var first = parcel.first();
        var server = first.channel().equals("mail")
                ? "mail server " + home.settings().text(Settings.Key.MAIL_HOST)
                : first.address();
        if (!ledger.claim(parcel.id(), now)) {
            return;
        }
        var morning = first.channel().equals("mail") ? endOfQuiet(now) : now;
        if (morning.isAfter(now)) {
            ledger.giveBack(parcel.id(), "waits for the end of the quiet hours", morning, now);
            return;
        }
        var said = down.get(server);
        if (said != null) {
            ledger.giveBack(parcel.id(), said, now.plus(wait(parcel.id(), round + 1)), now);
            return;
        }
        var stale = stale(parcel);
        var outcome = stale.isEmpty() ? channels.of(first.channel()).send(parcel) : new Outcome.Refused(stale);
        int attempt = parcel.attempt() + 1;
        var after = clock.instant();
        LOG.info("{} to {} attempt {}: {}", parcel.id().substring(0, 12), first.address(), attempt, outcome);
        if (outcome instanceof Outcome.Down nothing) {
            down.put(server, nothing.answer());
            ledger.giveBack(parcel.id(), nothing.answer(), after.plus(wait(parcel.id(), round + 1)), after);
        } else if (outcome instanceof Outcome.Later later
                && attempt < home.settings().number(Settings.Key.DELIVER_ATTEMPTS)) {
            ledger.settle(parcel.id(), State.PLANNED, later.answer(), after.plus(wait(parcel.id(), attempt)), after);
        } else {
            ledger.settle(parcel.id(), state(outcome), outcome.answer(), after, after);
        }
    }

    private static State state(Outcome outcome) {
        if (outcome instanceof Outcome.Sent) {
            return State.SENT;
        }
        return outcome instanceof Outcome.Unsure ? State.UNSURE : State.UNDELIVERED;
    }

    /** Why a parcel's files are no longer what was planned; empty if they are. */
    private static String stale(Parcel parcel) {
        for (var entry : parcel.entries()) {
            var file = parcel.file(entry);
            try {
                if (!Digest.of(file).equals(entry.sha256())) {
                    return entry.artifact() + " has been made anew since; the new one is delivered by its own run";
                }
            } catch (IOException e) {
                return entry.artifact() + " can't be read: " + e.getMessage();
            }
        }
        return "";
    }

    /** Four times as long after each attempt, up to two hours, a little more or less so that not all come at once. */
    private static Duration wait(String parcel, int attempt) {
        long millis = FIRST_WAIT.toMillis();
        for (int i = 1; i < attempt && millis < LONGEST_WAIT.toMillis(); i++) {
            millis *= 4;
        }
        int chance = Math.floorMod((parcel + attempt).hashCode(), 2 * JITTER_PERCENT + 1) - JITTER_PERCENT;
        return Duration.ofMillis(Math.min(millis, LONGEST_WAIT.toMillis()) * (100 + chance) / 100);
    }

    private Instant endOfQuiet(Instant now) {
        var here = now.atZone(clock.getZone());
        return home.settings()
                .hours(Settings.Key.MAIL_QUIET)
                .filter(quiet -> quiet.contain(here.toLocalTime()))
                .map(quiet -> {
                    LocalTime until = quiet.until();
                    var end = here.with(until);
                    return (end.isAfter(here) ? end : end.plusDays(1)).toInstant();
                })
                .orElse(now);
    }

    private Tally tally(Set<String> parcels) {
        var counts = new TreeMap<State, Long>();
        parcels.stream()
                .flatMap(parcel -> ledger.parcel(parcel).stream())
                .forEach(entry -> counts.merge(entry.state(), 1L, Long::sum));
        return new Tally(
                counts.getOrDefault(State.SENT, 0L),
                counts.getOrDefault(State.PLANNED, 0L),
                counts.getOrDefault(State.UNDELIVERED, 0L),
                counts.getOrDefault(State.UNSURE, 0L));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ways out, opened when they are needed. */
    private final class Channels implements AutoCloseable {

        private final Map<String, Channel> open = new LinkedHashMap<>();

        Channel of(String word) {
            return open.computeIfAbsent(word, this::make);
        }

        private Channel make(String word) {
            return switch (word) {
                case "mail" -> new MailChannel(home.settings(), clock);
                case "webhook" -> new WebhookChannel(home.settings());
                case "sftp" -> new SftpChannel(home);
                default -> throw new IllegalStateException("no channel " + word);
            };
        }

        @Override
        public void close() {
            open.values().forEach(Channel::close);
        }
    }
}
