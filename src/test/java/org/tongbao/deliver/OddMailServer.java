package org.tongbao.deliver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A mail server that does to each recipient what the beginning of the address says. */
final class OddMailServer implements AutoCloseable {

    /**
     * A message that it has taken.
     *
     * @param id its Message-ID
     */
    record Taken(String to, String id, String text) {}

    private final ServerSocket socket;
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();

    private final AtomicInteger free = new AtomicInteger(Integer.MAX_VALUE);
    private final CountDownLatch held = new CountDownLatch(1);

    /** Whether and how it speaks in secret. */
    enum Secrecy {
        NONE,
        OFFERED,
        FROM_THE_FIRST_BYTE
    }

    private final Secrecy secrecy;
    private final @Nullable SSLContext secrets;

    OddMailServer() throws IOException {
        this(Secrecy.NONE, null);
    }

    /** A server with a certificate. */
    OddMailServer(Secrecy secrecy, @Nullable SSLContext secrets) throws IOException {
        this.secrecy = secrecy;
        this.secrets = secrets;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var door = new Thread(this::receive, "odd mail server");
        door.setDaemon(true);
        door.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    List<Taken> taken() {
        return taken;
    }

    /** From now on it takes so many messages; to the next one it gives no answer for as long as its sender lives. */
    void holdAfter(int messages) {
        free.set(messages);
    }

    boolean awaitHeld(int seconds) throws InterruptedException {
        return held.await(seconds, TimeUnit.SECONDS);
    }

    private void receive() {
        while (!socket.isClosed()) {
            try {
                var guest = socket.accept();
                var talk = new Thread(() -> talk(guest));
                talk.setDaemon(true);
                talk.start();
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void talk(Socket guest) {
        try (guest) {
            converse(secrecy == Secrecy.FROM_THE_FIRST_BYTE ? inSecret(guest) : guest, true);
        } catch (IOException e) {
            LoggerFactory.getLogger(OddMailServer.class).debug("the guest is gone", e);
        }
    }

    private Socket inSecret(Socket guest) throws IOException {
        var socket = (SSLSocket) java.util.Objects.requireNonNull(secrets)
                .getSocketFactory()
                .createSocket(guest, "guest", guest.getPort(), true);
        socket.setUseClientMode(false);
        return socket;
    }

    private void converse(Socket guest, boolean greets) throws IOException {
        var in = new BufferedReader(new InputStreamReader(guest.getInputStream(), StandardCharsets.ISO_8859_1));
        if (greets) {
            say(guest, "220 odd");
        }
        var to = "";
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            var word = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(java.util.Locale.ROOT);
            switch (word) {
                case "EHLO" ->
                    say(guest, "250-odd\r\n" + (secrecy == Secrecy.OFFERED ? "250-STARTTLS\r\n" : "") + "250 8BITMIME");
                case "STAR" -> {
                    say(guest, "220 go on");
                    converse(inSecret(guest), false);
                    return;
                }
                case "RCPT" -> {
                    to = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                    int attempt = attempts.computeIfAbsent(to, key -> new AtomicInteger())
                            .incrementAndGet();
                    if (to.startsWith("drop-early") && attempt == 1) {
                        return;
                    }
                    say(
                            guest,
                            to.startsWith("refuse")
                                    ? "550 5.1.1 no such user"
                                    : to.startsWith("grey") && attempt < 3
                                            ? "450 4.7.1 greylisted, come again"
                                            : "250 ok");
                }
                case "DATA" -> {
                    say(guest, "354 go on");
                    if (to.startsWith("cut")) {
                        if (attempt(to) == 1) {
                            in.readLine();
                            guest.setSoLinger(true, 0);
                            return;
                        }
                    }
                    var text = new StringBuilder();
                    for (var part = in.readLine(); !".".equals(part); part = in.readLine()) {
                        if (part == null) {
                            return;
                        }
                        text.append(part).append('\n');
                    }
                    if (to.startsWith("full") && attempt(to) == 1) {
                        say(guest, "452 4.2.2 mailbox full");
                        continue;
                    }
                    if (to.startsWith("spam")) {
                        say(guest, "554 5.7.1 looks like spam");
                        continue;
                    }
                    taken.add(new Taken(to, id(text.toString()), text.toString()));
                    if (free.getAndDecrement() == 0) {
                        held.countDown();
                        in.readLine();
                        return;
                    }
                    if (to.startsWith("drop-late")) {
                        return;
                    }
                    say(guest, "250 queued");
                }
                case "QUIT" -> {
                    say(guest, "221 bye");
                    return;
                }
                default -> say(guest, "250 ok");
            }
        }
    }

    private int attempt(String to) {
        return attempts.computeIfAbsent(to, key -> new AtomicInteger()).get();
    }

    private static String id(String text) {
        int at = text.indexOf("Message-ID:");
        return text.substring(text.indexOf('<', at) + 1, text.indexOf('>', at));
    }

    private static void say(Socket guest, String line) throws IOException {
        guest.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        guest.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
