package org.tongbao.cli;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.tongbao.home.OwnerOnly;
import org.tongbao.run.Version;

/**
 * How a command reaches the process that has the operational database open: a socket file in {@code var}, which only the
 * owner may open. The command's words go there, what it says and its exit code come back. There is no port; where the system
 * has no such sockets (Windows), a port of this machine alone and a secret in the same file, without which nothing is
 * answered.
 */
final class ProcessSocket implements AutoCloseable {

    private static final String FILE = "process.socket";

    /** Bytes of a path that every system takes for a socket; the name of a longer one goes by way of a link. */
    private static final int LONGEST = 90;

    private static final int SECRET = 32;
    private static final int MOST_WORDS = 1000;

    /** Seconds that a command at hand gets to end when the process does. */
    private static final int GRACE = 30;

    private static final byte OUT = 1;
    private static final byte ERR = 2;
    private static final byte EXIT = 3;
    private static final byte REFUSED = 4;

    /** The first answer to each request, so that a process that was stopped is known by its silence. */
    private static final byte HEARD = 5;

    private static final Map<Path, ProcessSocket> OPEN = new HashMap<>();
    private static boolean tidied;

    private final Path folder;
    private final ServerSocketChannel channel;
    private final String secret;
    private final Handler handler;
    private final ExecutorService hands = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "socket");
        thread.setDaemon(true);
        return thread;
    });
    private int users = 1;

    private ProcessSocket(Path folder, ServerSocketChannel channel, String secret, Handler handler) {
        this.folder = folder;
        this.channel = channel;
        this.secret = secret;
        this.handler = handler;
    }

    /**
     * What is asked.
     *
     * @param words of the command line, without the home
     * @param bars whether progress may be drawn over
     */
    record Request(List<String> words, String language, boolean bars) {

        Request {
            words = List.copyOf(words);
        }
    }

    /** Does what is asked. */
    interface Handler {

        /** Why it is not done here, in the asker's language; empty if it is. */
        Optional<String> refusal(Request request);

        /** The exit code. */
        int execute(Request request, PrintStream out, PrintStream err);
    }

    /** Listens for a home's other commands as long as it is open; those of one process share it. */
    static ProcessSocket listen(Path folder, Handler handler) {
        return listen(folder, handler, !System.getProperty("os.name", "").startsWith("Windows"));
    }

    /** The same, by a socket file or by a port and a secret. */
    static ProcessSocket listen(Path folder, Handler handler, boolean byFile) {
        synchronized (OPEN) {
            var open = OPEN.get(folder);
            if (open != null) {
                open.users++;
                return open;
            }
            try {
                OwnerOnly.folder(folder);
                var opened = byFile ? byFile(folder, handler) : byPort(folder, handler);
                if (!tidied) {
                    tidied = true;
                    Runtime.getRuntime().addShutdownHook(new Thread(ProcessSocket::tidy));
                }
                OPEN.put(folder, opened);
                opened.hands.execute(opened::accept);
                return opened;
            } catch (IOException e) {
                throw new UncheckedIOException("no socket in " + folder + ": " + e.getMessage(), e);
            }
        }
    }

    /** The process is told to end. */
    private static void tidy() {
        synchronized (OPEN) {
            OPEN.keySet().forEach(folder -> folder.resolve(FILE).toFile().delete());
        }
    }

    private static ProcessSocket byFile(Path folder, Handler handler) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE)); // of a process that was killed
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try (var name = ShortName.of(folder)) {
            channel.bind(name.address());
        }
        Files.setPosixFilePermissions(folder.resolve(FILE), PosixFilePermissions.fromString("rw-------"));
        return new ProcessSocket(folder, channel, "", handler);
    }

    private static ProcessSocket byPort(Path folder, Handler handler) throws IOException {
        var channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var random = new byte[SECRET];
        new SecureRandom().nextBytes(random);
        var secret = HexFormat.of().formatHex(random);
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        OwnerOnly.write(folder.resolve(FILE), port + " " + secret);
        return new ProcessSocket(folder, channel, secret, handler);
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                var asker = channel.accept();
                hands.execute(() -> answer(asker));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void answer(SocketChannel asker) {
        try (asker) {
            var in = new DataInputStream(Channels.newInputStream(asker));
            var out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(asker)));
            if (!MessageDigest.isEqual(
                    in.readUTF().getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8))) {
                return;
            }
            var version = in.readUTF();
            var request = read(in);
            send(out, HEARD, new byte[0]);
            var refusal = version.equals(Version.NUMBER)
                    ? handler.refusal(request)
                    : Optional.of("tongbao " + Version.NUMBER + ", PID "
                            + ProcessHandle.current().pid());
            if (refusal.isPresent()) {
                send(out, REFUSED, refusal.get().getBytes(StandardCharsets.UTF_8));
                return;
            }
            int exit = handler.execute(request, printed(out, OUT), printed(out, ERR));
            send(out, EXIT, new byte[] {(byte) exit});
        } catch (IOException e) {
            // whoever asked has gone
        }
    }

    private static Request read(DataInputStream in) throws IOException {
        var language = in.readUTF();
        boolean bars = in.readBoolean();
        int count = in.readInt();
        if (count < 0 || count > MOST_WORDS) {
            throw new IOException(count + " words");
        }
        var words = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            words.add(in.readUTF());
        }
        return new Request(words, language, bars);
    }

    private static PrintStream printed(DataOutputStream to, byte kind) {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) throws IOException {
                        var part = new byte[length];
                        System.arraycopy(bytes, from, part, 0, length);
                        send(to, kind, part);
                    }
                },
                true,
                StandardCharsets.UTF_8);
    }

    private static void send(DataOutputStream to, byte kind, byte[] bytes) throws IOException {
        synchronized (to) {
            to.writeByte(kind);
            to.writeInt(bytes.length);
            to.write(bytes);
            to.flush();
        }
    }

    /** What the process at work says to a request. */
    sealed interface Answer {

        /** It has done it. */
        record Done(int exit) implements Answer {}

        /** It does not do it, and why. */
        record Refused(String why) implements Answer {}

        /** Nobody listens, or whoever listened has ended: the file is free, or will be soon. */
        record Nobody() implements Answer {}

        /** It is there and does not answer: it may have been stopped. */
        record Silent() implements Answer {}
    }

    /**
     * Asks the process at work; what it says is written as it comes.
     *
     * @param patience for how long it may say nothing at all; once it has heard, the command takes as long as it takes
     */
    static Answer ask(Path folder, Request request, Duration patience, OutputStream out, OutputStream err) {
        var heard = new AtomicBoolean();
        var silent = new AtomicBoolean();
        try (var channel = connect(folder)) {
            if (channel == null) {
                return new Answer.Nobody();
            }
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> {
                        if (!heard.get()) {
                            silent.set(true);
                            channel.hangUp();
                        }
                    });
            var to = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel.channel())));
            to.writeUTF(channel.secret());
            to.writeUTF(Version.NUMBER);
            to.writeUTF(request.language());
            to.writeBoolean(request.bars());
            to.writeInt(request.words().size());
            for (var word : request.words()) {
                to.writeUTF(word);
            }
            to.flush();
            return told(new DataInputStream(Channels.newInputStream(channel.channel())), heard, out, err);
        } catch (IOException e) {
            return silent.get() ? new Answer.Silent() : new Answer.Nobody();
        }
    }

    private static Answer told(DataInputStream from, AtomicBoolean heard, OutputStream out, OutputStream err)
            throws IOException {
        boolean begun = false;
        while (true) {
            byte kind;
            byte[] bytes;
            try {
                kind = from.readByte();
                bytes = new byte[from.readInt()];
                from.readFully(bytes);
            } catch (EOFException e) {
                // Its words have been heard in part: it is not asked twice.
                return begun ? new Answer.Done(Exit.RUN_FAILED) : new Answer.Nobody();
            }
            heard.set(true);
            if (kind == HEARD) {
                continue;
            }
            begun = true;
            switch (kind) {
                case OUT -> write(out, bytes);
                case ERR -> write(err, bytes);
                case REFUSED -> {
                    return new Answer.Refused(new String(bytes, StandardCharsets.UTF_8));
                }
                default -> {
                    return new Answer.Done(bytes[0]);
                }
            }
        }
    }

    private static void write(OutputStream to, byte[] bytes) throws IOException {
        to.write(bytes);
        to.flush();
    }

    private record Connection(SocketChannel channel, String secret) implements AutoCloseable {
        void hangUp() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            hangUp();
        }
    }

    private static @Nullable Connection connect(Path folder) throws IOException {
        var file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return null;
        }
        if (!Files.isRegularFile(file)) {
            try (var name = ShortName.of(folder)) {
                return new Connection(SocketChannel.open(name.address()), "");
            }
        }
        var said = Files.readString(file).split(" ", 2);
        var port = said.length == 2 ? number(said[0]) : OptionalInt.empty();
        return port.isEmpty()
                ? null
                : new Connection(
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.getAsInt())),
                        said[1]);
    }

    private static OptionalInt number(String text) {
        return text.matches("\\d{1,5}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /** The socket's name as the system takes it: some hundred bytes, which a home with a long Chinese name has not. */
    private record ShortName(
            SocketAddress address, @Nullable Path link) implements AutoCloseable {

        static ShortName of(Path folder) throws IOException {
            var file = folder.resolve(FILE);
            if (file.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
                return new ShortName(UnixDomainSocketAddress.of(file), null);
            }
            // The folder that the link lies in is this user's alone, too.
            var link = Files.createTempDirectory(Path.of("/tmp"), "tb").resolve("v");
            Files.createSymbolicLink(link, folder.toAbsolutePath());
            return new ShortName(UnixDomainSocketAddress.of(link.resolve(FILE)), link);
        }

        @Override
        public void close() throws IOException {
            if (link != null) {
                Files.deleteIfExists(link);
                var folder = link.getParent();
                if (folder != null) {
                    Files.deleteIfExists(folder);
                }
            }
        }
    }

    @Override
    public void close() {
        synchronized (OPEN) {
            users--;
            if (users > 0) {
                return;
            }
            OPEN.remove(folder);
            try {
                Files.deleteIfExists(folder.resolve(FILE)); // before it is closed: another may have one a moment later
                channel.close();
            } catch (IOException e) {
                // it goes with the process
            }
        }
        hands.shutdown();
        try {
            hands.awaitTermination(GRACE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
