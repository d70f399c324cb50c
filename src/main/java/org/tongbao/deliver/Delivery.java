package org.tongbao.deliver;

import org.apache.commons.codec.digest.MessageDigestAlgorithms;

import org.apache.commons.codec.digest.DigestUtils;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.deliver.DeliveryLedger.Entry;
import org.tongbao.deliver.DeliveryLedger.State;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;

/**
 * Sends what {@link Routing} has entered in the ledger: each parcel is claimed, sent and settled.
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

    private final Home home;
    private final DataSource operations;
    private final DeliveryLedger ledger;
    private final Clock clock;
    private final Pause pause;

    public Delivery(Home home, DataSource operations, Clock clock, Pause pause) {
        this.home = home;
        this.operations = operations;
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

    /** How much went where. */
    public record Tally(long sent, long waiting, long undelivered, long unsure) {

        /** Nothing was to be sent. */
        public static final Tally NOTHING = new Tally(0, 0, 0, 0);

        /** Whether nothing was to be sent. */
        public boolean isNothing() {
            return equals(NOTHING);
        }

        /** Whether all that was to be sent now has been. */
        public boolean isWhole() {
            return undelivered + unsure == 0;
        }

        @Override
        public String toString() {
            return sent + " sent" + part(waiting, "waiting") + part(undelivered, "undelivered")
                    + part(unsure, "unsure");
        }

        private static String part(long count, String what) {
            return count == 0 ? "" : ", " + count + " " + what;
        }
    }

    /**
     * Sends what of a job's period is due, and for a while what becomes due again after a failure.
     *
     * @return what became of it; what waits for a later hour is sent by the next call
     * @throws DeliveryFailed when a server could not be talked to at all; nothing is lost, the next call goes on
     */
    public Tally send(String job, Period period, Progress progress) {
        ledger.retryNow(clock.instant());
        return send(entry -> entry.job().equals(job) && entry.period().equals(period), progress);
    }

    /** The same for all that is due, whatever run it came from. */
    public Tally send(Progress progress) {
        ledger.retryNow(clock.instant());
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
        return SendLock.withLock(operations, home.var(), () -> sendAlone(wanted, progress));
    }

    private Tally sendAlone(Predicate<Entry> wanted, Progress progress) {
        ledger.settleOrphans(clock.instant());
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
        var channel = channels.of(first.channel());
        if (!ledger.claim(parcel.id(), now)) {
            return;
        }
        var morning = first.channel().equals("mail") ? endOfQuiet(now) : now;
        if (morning.isAfter(now)) {
            ledger.unclaim(parcel.id(), "waits for the end of the quiet hours", morning, now);
            return;
        }
        var said = down.get(server);
        if (said != null) {
            ledger.unclaim(parcel.id(), said, now.plus(wait(parcel.id(), round + 1)), now);
            return;
        }
        var stale = stale(parcel);
        var outcome = stale.isEmpty() ? channel.send(parcel) : new SendResult.Refused(stale);
        int attempt = parcel.attempt() + 1;
        var after = clock.instant();
        LOG.info("{} to {} attempt {}: {}", parcel.id().substring(0, 12), first.address(), attempt, outcome);
        if (outcome instanceof SendResult.Down nothing) {
            down.put(server, nothing.answer());
            ledger.unclaim(parcel.id(), nothing.answer(), after.plus(wait(parcel.id(), round + 1)), after);
        } else if (outcome instanceof SendResult.Later later
                && attempt < home.settings().number(Settings.Key.DELIVER_ATTEMPTS)) {
            ledger.settle(parcel.id(), State.PLANNED, later.answer(), after.plus(wait(parcel.id(), attempt)), after);
        } else {
            ledger.settle(parcel.id(), state(outcome), outcome.answer(), after, after);
        }
    }

    private static State state(SendResult outcome) {
        if (outcome instanceof SendResult.Sent) {
            return State.SENT;
        }
        return outcome instanceof SendResult.Unsure ? State.UNSURE : State.UNDELIVERED;
    }

    /** Why a parcel's files are no longer what was planned; empty if they are. */
    private static String stale(Parcel parcel) {
        for (var entry : parcel.entries()) {
            var file = parcel.file(entry);
            try {
                if (!new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file).equals(entry.sha256())) {
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

    /** The ways out, opened when they are needed. */
    private final class Channels implements AutoCloseable {

        private final Map<String, Channel> open = new LinkedHashMap<>();

        Channel of(String word) {
            return open.computeIfAbsent(word, this::make);
        }

        private Channel make(String word) {
            return switch (word) {
                case "mail" -> new MailChannel(home, clock);
                case "webhook" -> new WebhookChannel(home);
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
