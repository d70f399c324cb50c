package org.tongbao.job;

import org.apache.commons.codec.digest.MessageDigestAlgorithms;

import org.apache.commons.codec.digest.DigestUtils;

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
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.deliver.DeliveryLedger;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
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
    private static final int POLL = 300;

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
            Files.createDirectories(whole);
            if (!operations.isShared()) {
                operations.copyTo(whole.resolve(OPERATIONS));
            }
            warehouse.copyTo(whole.resolve(WAREHOUSE));
            copy(home.archive(), whole.resolve("archive"));
            copy(home.issued(), whole.resolve("issued"));
            Files.write(whole.resolve(SUMS), sums(whole));
            remove(folder);
            Files.move(whole, folder, StandardCopyOption.ATOMIC_MOVE);
            prune();
            LOG.info("backup {}", folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Asks the process that holds the warehouse for a backup and waits for it.
     *
     * @return its folder; empty when nobody answered in time
     */
    public Optional<Path> request(Duration patience) throws InterruptedException {
        try {
            Files.deleteIfExists(answer());
            Files.writeString(request(), "");
            long end = System.nanoTime() + patience.toNanos();
            while (System.nanoTime() < end) {
                Thread.sleep(POLL);
                if (Files.exists(answer())) {
                    var said = Files.readString(answer());
                    Files.delete(answer());
                    if (said.startsWith("failed: ")) {
                        throw new IllegalStateException("the backup " + said);
                    }
                    return Optional.of(Path.of(said));
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
                return "failed: " + e.getMessage();
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
     * may have been sent since: it is unsure from now on.
     *
     * @return where what was there lies now
     */
    public Path restore(Path folder) {
        verify(folder);
        var aside = home.var().resolve("before-restore-" + NAME.format(LocalDateTime.now(clock)));
        try {
            Files.createDirectories(aside);
            for (var name : List.of(WAREHOUSE, WAREHOUSE + ".wal")) {
                moveAside(home.var().resolve(name), aside);
            }
            boolean operational = Files.exists(folder.resolve(OPERATIONS));
            if (operational) {
                moveAside(home.var().resolve("operations.mv.db"), aside);
            }
            moveAside(home.archive(), aside);
            moveAside(home.issued(), aside);
            Files.copy(folder.resolve(WAREHOUSE), home.var().resolve(WAREHOUSE));
            copy(folder.resolve("archive"), home.archive());
            copy(folder.resolve("issued"), home.issued());
            if (operational) {
                unpack(folder.resolve(OPERATIONS));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var operations = Operations.open(Operations.Address.of(home))) {
            if (Files.exists(folder.resolve(OPERATIONS))) {
                operations.forgetOthers();
            }
            new DeliveryLedger(operations.source()).settleRestored(clock.instant());
        }
        return aside;
    }

    private static void moveAside(Path what, Path aside) throws IOException {
        if (Files.exists(what)) {
            Files.move(what, aside.resolve(String.valueOf(what.getFileName())));
        }
    }

    private void unpack(Path zip) throws IOException {
        try (var file = new ZipFile(zip.toFile())) {
            for (var entry : file.stream().toList()) {
                try (var in = file.getInputStream(entry)) {
                    Files.copy(
                            in,
                            home.var()
                                    .resolve(String.valueOf(
                                            Path.of(entry.getName()).getFileName())));
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
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
