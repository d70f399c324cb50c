package org.tongbao.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.tongbao.cli.Processes;
import org.tongbao.cli.Processes.Said;
import org.tongbao.faults.Scene.Past;
import org.tongbao.job.SmallCity;

/** Where commands are disturbed: homes with a past, a mail server, and processes as a shell starts them. */
final class Lab implements AutoCloseable {

    private static final String RUN = "run ranking --period 2026-06";
    private static final String DELIVER = "release deliver ranking --period 2026-06";

    /** What a refusal never is. */
    static final List<String> NO_SENTENCES = List.of("mistake in the program", "Exception", "\tat ");

    /** Root's rights would hide that others are missing. */
    private static final List<String> ORDINARY = Processes.isRoot() ? Processes.powerless() : List.of();

    final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private final Path folder;
    private final SplittableRandom random;
    private final Map<Past, Path> pasts = new EnumMap<>(Past.class);
    private final Map<Scene, Undisturbed> references = new EnumMap<>(Scene.class);
    private int homes;

    /** A command that nobody disturbs: what the home holds then, and how much of a processor it takes. */
    record Undisturbed(Account account, Duration work) {}

    /** What a process says, read while it says it. */
    static final class Told {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;

        Told(Process process) {
            reader = new Thread(() -> {
                try (var words = process.getInputStream()) {
                    words.transferTo(bytes);
                } catch (IOException e) {
                    // it was killed
                }
            });
            reader.start();
        }

        String words() throws InterruptedException {
            reader.join();
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    Lab(Path folder, long seed) {
        this.folder = folder;
        random = new SplittableRandom(seed);
        mail.start();
    }

    @Override
    public void close() {
        mail.stop();
    }

    /** A home of one's own in which a scene may begin. */
    Path home(Past past) throws Exception {
        return SmallCity.copy(made(past), folder.resolve("home" + homes++));
    }

    /** The home with that past, of which others are copied. */
    Path made(Past past) throws Exception {
        var made = pasts.get(past);
        if (made == null) {
            var before = past.before();
            made = folder.resolve("past-" + past);
            if (before == null) {
                SmallOffice.in(made, mail.getSmtp().getPort());
            } else {
                SmallCity.copy(made(before), made);
            }
            for (var act : past.acts()) {
                switch (act) {
                    case Scene.NOT_DELIVERED ->
                        assertThat(Processes.here(made, Scene.ISSUE_FIRST.split(" "))
                                        .words())
                                .contains("issued, but not delivered");
                    case Scene.SERVER_AWAY -> SmallOffice.mailTo(made, 1);
                    case Scene.SERVER_BACK ->
                        SmallOffice.mailTo(made, mail.getSmtp().getPort());
                    case Scene.OTHER_SCORES -> SmallOffice.inspected(made, 1);
                    default -> call(made, act);
                }
            }
            pasts.put(past, made);
        }
        return made;
    }

    /** What there is when nothing happens. */
    Undisturbed undisturbed(Scene scene) throws Exception {
        var known = references.get(scene);
        if (known == null) {
            var home = home(scene.past());
            mail.purgeEmailFromAllMailboxes();
            var process = start(home, scene);
            var told = new Told(process);
            var work = Duration.ZERO;
            while (process.isAlive()) {
                work = process.info().totalCpuDuration().orElse(work);
                TimeUnit.MILLISECONDS.sleep(2);
            }
            assertThat(process.exitValue()).as(scene + ": " + told.words()).isZero();
            finish(scene, home, true);
            known = new Undisturbed(Account.of(home, mail), work);
            references.put(scene, known);
            remove(home);
        }
        return known;
    }

    /**
     * Kills the command at a random moment of its work and lets the user finish.
     *
     * @return what is otherwise than if it had not been killed; nothing if all is the same
     */
    List<String> kill(Scene scene) throws Exception {
        var undisturbed = undisturbed(scene);
        while (true) {
            var home = home(scene.past());
            mail.purgeEmailFromAllMailboxes();
            var moment =
                    undisturbed.work().multipliedBy(random.nextInt(250, 1020)).dividedBy(1000);
            var process = start(home, scene);
            var told = new Told(process);
            await(process, moment);
            TimeUnit.MICROSECONDS.sleep(random.nextInt(10_000));
            Processes.kill(process);
            if (process.exitValue() == 137) {
                var about =
                        scene + " killed after " + moment.toMillis() + " ms of work, in " + home + ": " + told.words();
                try {
                    finish(scene, home, false);
                } catch (AssertionError e) {
                    return List.of(about, String.valueOf(e.getMessage()));
                }
                var differences = Account.of(home, mail).differences(undisturbed.account());
                if (differences.isEmpty()) {
                    remove(home);
                    return List.of();
                }
                differences.add(0, about);
                return differences;
            }
            remove(home);
        }
    }

    /** What the user does who finds that a command has not come to its end, or does not know. */
    void finish(Scene scene, Path home, boolean whole) throws Exception {
        if (!whole) {
            again(scene, home);
        }
        switch (scene) {
            case ISSUE, ISSUE_WITHDRAWAL, ISSUE_CORRECTION, ISSUE_REPLACEMENT, DELIVER -> settle(home);
            case BACKUP -> call(home, "restore", newestBackup(home));
            default -> {
                // the command alone
            }
        }
        if (Files.exists(home.resolve("out/issued"))) {
            assertThat(call(home, "release register").words()).contains("the register is whole");
        }
    }

    private void again(Scene scene, Path home) throws Exception {
        switch (scene) {
            case RUN -> {
                var runs = call(home, "runs").words();
                if (runs.contains("go on with: tongbao ")) {
                    call(home, runs.replaceAll("(?s).*go on with: tongbao ([^\n]*).*", "$1"));
                } else if (!runs.contains("completed")) {
                    call(home, RUN);
                }
            }
            case ISSUE, ISSUE_WITHDRAWAL, ISSUE_CORRECTION, ISSUE_REPLACEMENT ->
                unlessDone(home, scene, "what is issued is final|has been withdrawn", DELIVER);
            case WITHDRAW, REPLACE -> {
                var acts = call(home, "release register").words();
                if (!acts.contains("withdrawing") && !acts.contains("replacing")) {
                    call(home, words(home, scene));
                }
            }
            case UNDO -> unlessDone(home, scene, "taken back or set aside already", "loads");
            default -> call(home, words(home, scene));
        }
    }

    /** Once more; where it is refused because it was done, another command shows or goes on. */
    private void unlessDone(Path home, Scene scene, String refusal, String then) throws Exception {
        var said = Processes.here(home, words(home, scene));
        if (said.exit() != 0) {
            assertThat(said.words()).containsPattern(refusal).doesNotContain(NO_SENTENCES);
            call(home, then);
        }
    }

    /** Sends again what nobody knows to have arrived and has not. */
    private void settle(Path home) throws Exception {
        for (var parcel : Account.unsure(home)) {
            boolean arrived = false;
            for (var message : mail.getReceivedMessages()) {
                arrived |= message.getMessageID().contains(parcel);
            }
            if (!arrived) {
                call(home, "deliveries", "resend", parcel);
            }
        }
    }

    /** Two commands at once, the second a little later. */
    void atOnce(Path home, List<String> both) throws Exception {
        var processes = new ArrayList<Process>();
        var told = new ArrayList<Told>();
        for (var words : both) {
            processes.add(start(List.of(), home, List.of(), words(home, words)));
            told.add(new Told(processes.get(processes.size() - 1)));
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
        }
        for (int i = 0; i < both.size(); i++) {
            assertClear(both.get(i), ended(processes.get(i)), told.get(i).words());
        }
        assertWhole(home);
    }

    /** Nothing is twice, nothing half done, and the register is whole. */
    void assertWhole(Path home) throws Exception {
        assertThat(call(home, "release register").words()).contains("the register is whole");
        assertThat(call(home, "runs").words()).contains("completed");
        var lines = Account.of(home, mail).lines();
        assertThat(lines.stream().filter(line -> line.startsWith("message ") || line.startsWith("ledger.issue ")))
                .doesNotHaveDuplicates();
        var numbers = new HashMap<String, String>();
        lines.stream().filter(line -> line.startsWith("ledger.issue ")).forEach(line -> {
            var cells = line.substring(line.indexOf('[') + 1).split(", ", -1);
            var document = cells[0] + " " + cells[1];
            var number = cells[3] + cells[4] + cells[5];
            assertThat(numbers.merge(document, number, (one, other) -> one)).isEqualTo(number);
            assertThat(numbers.merge(number, document, (one, other) -> one)).isEqualTo(document);
        });
        assertThat(lines.stream().filter(line -> line.contains(".part"))).isEmpty();
    }

    /** The code with which a process ends. */
    static int ended(Process process) throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("has not ended within five minutes");
        }
        return process.exitValue();
    }

    /** Cuts a file off after a part of it. */
    static void cutOff(Path file, double part) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength((long) (Files.size(file) * part));
        }
    }

    /** Of a home with a backup, a database of which was cut off: nothing is sent twice, and the backup brings all back. */
    void assertToldAndRestored(Path home) throws Exception {
        mail.purgeEmailFromAllMailboxes();
        for (var words : List.of("runs", "loads", DELIVER, "release register", RUN)) {
            var said = Processes.here(home, words.split(" "));
            assertClear(words, said.exit(), said.words());
        }
        assertThat(mail.getReceivedMessages()).isEmpty();
        call(home, words(home, Scene.RESTORE));
        var differences =
                Account.of(home, mail).differences(undisturbed(Scene.RESTORE).account());
        assertThat(differences.stream().filter(line -> !line.startsWith("more: reports/")))
                .isEmpty();
    }

    /** A command that has to be done. */
    static Said call(Path home, String... words) throws Exception {
        var line = words.length == 1 ? words[0].split(" ") : words;
        var said = Processes.here(home, line);
        assertThat(said.exit())
                .as(String.join(" ", line) + " in " + home + ": " + said.words())
                .isZero();
        assertThat(said.words()).doesNotContain(NO_SENTENCES);
        return said;
    }

    private static Process start(Path home, Scene scene) throws IOException {
        return start(List.of(), home, List.of(), words(home, scene));
    }

    /** A command of an ordinary user, behind other words such as those that set limits. */
    static Process start(List<String> before, Path home, List<String> options, String... words) throws IOException {
        return Processes.start(Stream.concat(before.stream(), ORDINARY.stream()).toList(), home, options, words);
    }

    /** Waits until a process has done a part of its command's work, as its processor time says, or has ended. */
    void awaitPart(Process process, Scene scene, double part) throws Exception {
        await(
                process,
                undisturbed(scene).work().multipliedBy((long) (part * 1000)).dividedBy(1000));
    }

    private static void await(Process process, Duration work) throws InterruptedException {
        while (process.isAlive()
                && process.info().totalCpuDuration().orElse(Duration.ZERO).compareTo(work) < 0) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    /** A command that is done, or refused with a sentence and a code that says so. */
    static void assertClear(String what, int exit, String words) {
        assertThat(words).as(what).doesNotContain(NO_SENTENCES);
        if (exit != 0) {
            assertThat(exit).as(what + ": " + words).isBetween(1, 5);
            assertThat(words).as(what + " ended with " + exit).containsPattern("(?m)^tongbao: .{20,}");
        }
    }

    /** The words of a command, with the newest backup of the home where it needs one. */
    static String[] words(Path home, Scene scene) {
        return words(home, scene.words());
    }

    /** The same of words with blanks between. */
    static String[] words(Path home, String command) {
        return words(home, new ArrayList<>(List.of(command.split(" "))));
    }

    private static String[] words(Path home, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals("BACKUP")) {
                words.set(i, newestBackup(home));
            }
        }
        return words.toArray(String[]::new);
    }

    private static String newestBackup(Path home) {
        var names = home.resolve("var/backup").toFile().list((folder, name) -> name.matches("\\d{8}-\\d{6}.*"));
        return "var/backup/"
                + Arrays.stream(names == null ? new String[0] : names)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(() -> new AssertionError("no backup in " + home));
    }

    static void remove(Path home) throws IOException {
        try (var files = Files.walk(home)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
