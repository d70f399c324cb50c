package org.tongbao.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipFile;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.deliver.DeliveryLedger;
import org.tongbao.home.Durable;
import org.tongbao.home.Home;
import org.tongbao.home.OwnerOnly;
import org.tongbao.home.Settings;
import org.tongbao.message.FailureReason;
import org.tongbao.message.Refusal;
import org.tongbao.operations.Operations;
import org.tongbao.warehouse.Warehouse;

/**
 * Backups: a folder with the warehouse, the operational data (unless they lie in PostgreSQL) and the archive of
 * bulletins, and the hash of each file. One can be taken while a run works: the process that holds the warehouse takes it
 * when a request lies in {@code var}. The operational data are copied first: what they call done is then in the
 * warehouse, and a step that they do not know to be done is done once more.
 */
public final class Backup {

    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
    private static final String SUMS = "SHA256SUMS";
    private static final String WAREHOUSE = "warehouse.duckdb";
    private static final String OPERATIONS = "operations.zip";
    private static final String OPERATIONS_FILE = "operations.mv.db";
    private static final String OPERATIONS_KEY = "operations.key";
    private static final String FAILED = "failed: ";
    private static final int POLL = 300;

    /** At every so many polls it is looked whether the warehouse is free. */
    private static final int POLLS_OF_LOCK = 5;

    /** A run sees a request within a second, however busy the machine is. */
    private static final Duration SEEN = Duration.ofSeconds(60);

    private final Home home;
    private final Clock clock;

    public Backup(Home home, Clock clock) {
        this.home = home;
        this.clock = clock;
    }

    /** Takes a backup in the process that has the warehouse open; returns its folder. */
    public Path take(Warehouse warehouse, Operations operations) {
        var name = NAME.format(LocalDateTime.now(clock));
        var folder = home.backups().resolve(name);
        var whole = home.backups().resolve(name + ".part");
        try {
            remove(whole);
            OwnerOnly.folder(home.backups());
            OwnerOnly.folder(whole);
            if (!operations.isShared()) {
                operations.copyTo(whole.resolve(OPERATIONS));
                Files.copy(home.var().resolve(OPERATIONS_KEY), whole.resolve(OPERATIONS_KEY));
            }
            warehouse.copyTo(whole.resolve(WAREHOUSE));
            copy(home.archive(), whole.resolve("archive"));
            copy(home.issued(), whole.resolve("issued"));
            Files.write(whole.resolve(SUMS), sums(whole));
            remove(folder);
            Durable.tree(whole);
            Durable.move(whole, folder);
            prune();
            LOG.info("backup {}", folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Asks the process that holds the warehouse for a backup and waits for it. A run answers; a command that holds it for a
     * moment does not, and neither does a process that has died: then whoever asks can take the backup themselves.
     *
     * @param patience how long the backup may take
     * @param isFree whether nobody holds the warehouse any more
     * @return its folder; empty when nobody holds the warehouse any more, or nobody has answered
     */
    public Optional<Path> request(Duration patience, BooleanSupplier isFree) throws InterruptedException {
        try {
            Files.deleteIfExists(answer());
            Files.writeString(request(), "");
            long begun = System.nanoTime();
            for (int polls = 1; System.nanoTime() - begun < patience.toNanos(); polls++) {
                Thread.sleep(POLL);
                if (Files.exists(answer())) {
                    var said = Files.readString(answer());
                    Files.delete(answer());
                    if (said.startsWith(FAILED)) {
                        throw new Refusal("backup.failed", said.substring(FAILED.length()));
                    }
                    return Optional.of(Path.of(said));
                }
                boolean unseen = System.nanoTime() - begun > SEEN.toNanos() && Files.exists(request());
                if (unseen || (polls % POLLS_OF_LOCK == 0 && isFree.getAsBoolean())) {
                    break;
                }
            }
            Files.deleteIfExists(request());
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path request() {
        return home.var().resolve("backup.request");
    }

    private Path answer() {
        return home.var().resolve("backup.answer");
    }

    /** Answers requests for backups for as long as it is open. */
    final class RequestListener implements AutoCloseable {

        private final Thread thread;

        RequestListener(Warehouse warehouse, Operations operations) {
            thread = new Thread(() -> watch(warehouse, operations), "backup");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void watch(Warehouse warehouse, Operations operations) {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    if (Files.deleteIfExists(request())) {
                        var part = home.var().resolve("backup.answer.part");
                        Files.writeString(part, outcome(warehouse, operations));
                        Files.move(part, answer(), StandardCopyOption.ATOMIC_MOVE);
                    }
                    Thread.sleep(POLL);
                }
            } catch (IOException e) {
                LOG.warn("requests for backups are not seen: {}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private String outcome(Warehouse warehouse, Operations operations) {
            try {
                return take(warehouse, operations).toString();
            } catch (RuntimeException e) {
                LOG.error("backup failed", e);
                return FAILED + FailureReason.sentence(e);
            }
        }
    }

    /** The backups there are, the newest first. */
    public List<Path> all() {
        if (!Files.isDirectory(home.backups())) {
            return List.of();
        }
        try (var folders = Files.list(home.backups())) {
            return folders.filter(folder -> Files.exists(folder.resolve(SUMS)))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prune() throws IOException {
        var all = all();
        for (var old :
                all.subList(Math.min(all.size(), home.settings().number(Settings.Key.BACKUP_KEEP)), all.size())) {
            remove(old);
        }
    }

    /**
     * Puts a backup in the place of what is there, which is moved aside. Mail that was waiting when the backup was taken
     * may have been sent since: it is unsure from now on. A restore that was killed is done again by the next one.
     *
     * @return where what was there lies now
     */
    public Path restore(Path folder) {
        verify(folder);
        boolean operational = Files.exists(folder.resolve(OPERATIONS));
        var time = NAME.format(LocalDateTime.now(clock));
        try {
            var swap = Swap.begin(home, time, operational);
            swap.unpack(folder);
            swap.perform(folder);
            settle(operational);
            swap.end();
            return swap.aside(home.var());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void settle(boolean operational) {
        try (var operations = Operations.open(Operations.Address.of(home))) {
            if (operational) {
                operations.forgetOthers();
            }
            new DeliveryLedger(operations.source()).settleRestored(clock.instant());
        }
    }

    /** Which backup is being put back in a home, if that was begun and has not ended: nothing else may be done there. */
    public static Optional<String> unfinishedRestore(Home home) {
        var mark = home.var().resolve(Swap.MARK);
        try {
            return Files.exists(mark) ? Optional.of(Files.readAllLines(mark).get(0)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Backup and home change places. All is unpacked beside first; then a mark is laid down, and only moves follow, each of
     * which can be told from the mark to have been made or not.
     *
     * @param time names the folders of what was there
     * @param had what was there when the first attempt began
     */
    private record Swap(Home home, String time, List<String> had, boolean operational) {

        static final String MARK = "restore.unfinished";
        private static final String PART = "restore.part";

        /** A new one, or the one that was killed. */
        static Swap begin(Home home, String time, boolean operational) throws IOException {
            var mark = home.var().resolve(MARK);
            if (Files.exists(mark)) {
                var lines = Files.readAllLines(mark);
                return new Swap(home, lines.get(1), lines.subList(2, lines.size()), operational);
            }
            OwnerOnly.folder(home.var());
            var had = new Swap(home, time, List.of(), operational)
                    .places().stream().filter(Files::exists).map(Path::toString).toList();
            return new Swap(home, time, had, operational);
        }

        /** What a restore replaces. */
        private List<Path> places() {
            var var = home.var();
            var places = new ArrayList<>(
                    List.of(var.resolve(WAREHOUSE), var.resolve(WAREHOUSE + ".wal"), home.archive(), home.issued()));
            if (operational) {
                places.add(var.resolve(OPERATIONS_FILE));
                places.add(var.resolve(OPERATIONS_KEY));
            }
            return places;
        }

        /** Beside, so that moving it is one step wherever the folder lies. */
        private Path part(Path place) {
            return place.resolveSibling(PART).resolve(String.valueOf(place.getFileName()));
        }

        /** Where what was there lies now, of a folder. */
        Path aside(Path folder) {
            return folder.resolve("before-restore-" + time);
        }

        void unpack(Path folder) throws IOException {
            for (var place : places()) {
                remove(place.resolveSibling(PART));
            }
            for (var place : places()) {
                OwnerOnly.folder(place.resolveSibling(PART));
            }
            var var = home.var();
            Files.copy(folder.resolve(WAREHOUSE), part(var.resolve(WAREHOUSE)));
            copy(folder.resolve("archive"), part(home.archive()));
            copy(folder.resolve("issued"), part(home.issued()));
            if (operational) {
                unzip(folder.resolve(OPERATIONS), var.resolve(PART));
            }
            if (Files.exists(folder.resolve(OPERATIONS_KEY))) {
                Files.copy(folder.resolve(OPERATIONS_KEY), part(var.resolve(OPERATIONS_KEY)));
            }
            for (var place : places()) {
                Durable.tree(place.resolveSibling(PART));
            }
        }

        void perform(Path folder) throws IOException {
            var lines = new ArrayList<>(List.of(folder.toString(), time));
            lines.addAll(had);
            OwnerOnly.write(home.var().resolve(MARK), String.join("\n", lines) + "\n");
            for (var place : places()) {
                var old = place.resolveSibling("before-restore-" + time);
                var aside = old.resolve(String.valueOf(place.getFileName()));
                if (Files.exists(place)) {
                    if (had.contains(place.toString()) && !Files.exists(aside)) {
                        OwnerOnly.folder(old);
                        Durable.move(place, aside);
                    } else {
                        remove(place); // of an attempt that was killed
                    }
                }
                if (Files.exists(part(place))) {
                    Durable.move(part(place), place);
                }
            }
        }

        void end() throws IOException {
            for (var place : places()) {
                remove(place.resolveSibling(PART));
            }
            Files.delete(home.var().resolve(MARK));
            Durable.folder(home.var());
        }
    }

    private static void unzip(Path zip, Path to) throws IOException {
        try (var file = new ZipFile(zip.toFile())) {
            for (var entry : file.stream().toList()) {
                try (var in = file.getInputStream(entry)) {
                    Files.copy(
                            in,
                            to.resolve(String.valueOf(Path.of(entry.getName()).getFileName())));
                }
            }
        }
    }

    private static void verify(Path folder) {
        try {
            if (!Files.readAllLines(folder.resolve(SUMS)).equals(sums(folder))) {
                throw new Refusal("backup.damaged", folder);
            }
        } catch (NoSuchFileException e) {
            throw new Refusal("backup.none", folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> sums(Path folder) throws IOException {
        var sums = new ArrayList<String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var name = folder.relativize(file).toString().replace('\\', '/');
                if (!name.equals(SUMS)) {
                    sums.add(new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file) + "  " + name);
                }
            }
        }
        return sums;
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                try {
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(target);
                    } else if (!file.toString().endsWith(".part")) {
                        Files.copy(file, target);
                    }
                } catch (NoSuchFileException e) {
                    LOG.debug("{} was replaced meanwhile", file, e);
                } catch (FileAlreadyExistsException e) {
                    throw new IOException(target + " is there already", e);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.deleteIfExists(folder);
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
