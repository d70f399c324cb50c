package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongbao.run.Version;

/** The socket over which a process answers other commands; by a file, and by a port and a secret as Windows needs it. */
class ProcessSocketTest {

    private static final ProcessSocket.Request REQUEST =
            new ProcessSocket.Request(List.of("runs", "--last", "三"), "zh", true);

    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();

    private final ProcessSocket.Handler handler = new ProcessSocket.Handler() {
        @Override
        public Optional<String> refusal(ProcessSocket.Request request) {
            return request.words().contains("no") ? Optional.of("不行") : Optional.empty();
        }

        @Override
        public int execute(ProcessSocket.Request request, PrintStream out, PrintStream err) {
            asked.incrementAndGet();
            out.println(request);
            err.print("错");
            return 3;
        }
    };

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wordsGoThereAndWhatIsSaidComesBackHoweverLongTheFoldersName(boolean byFile) {
        for (var home : List.of("home", "某某市住房和城乡建设局建设工程安全监督站".repeat(3) + "/数据")) {
            var var = folder.resolve(home + byFile).resolve("var");
            assertThat(ask(var, REQUEST)).isEqualTo("Nobody[]");
            try (var one = ProcessSocket.listen(var, handler, byFile);
                    var same = ProcessSocket.listen(var, handler, byFile)) {
                assertThat(same).isSameAs(one);
                assertThat(ask(var, REQUEST)).isEqualTo("Done[exit=3] " + REQUEST + "\n/错");
                assertThat(ask(var, new ProcessSocket.Request(List.of("no"), "en", false)))
                        .isEqualTo("Refused[why=不行]");
            }
            assertThat(ask(var, REQUEST)).isEqualTo("Nobody[]");
            assertThat(var.resolve("process.socket")).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAKilledProcessLeftIsNobody(boolean byFile) throws Exception {
        var file = folder.resolve("process.socket");
        Files.writeString(file, "1 secret");
        assertThat(ask(folder, REQUEST)).isEqualTo("Nobody[]");
        try (var again = ProcessSocket.listen(folder, handler, byFile)) {
            assertThat(again).isNotNull();
            assertThat(ask(folder, REQUEST)).startsWith("Done[exit=3]");
        }
    }

    @Test
    void aProcessThatWasStoppedIsNotWaitedForForEver() throws Exception {
        try (var stopped = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(folder.resolve("process.socket"), stopped.getLocalPort() + " secret");
            assertThat(ask(folder, REQUEST, Duration.ofMillis(200))).isEqualTo("Silent[]");
        }
    }

    @Test
    void aCommandThatTakesLongIsWaitedFor() {
        var slow = new ProcessSocket.Handler() {
            @Override
            public Optional<String> refusal(ProcessSocket.Request request) {
                return Optional.empty();
            }

            @Override
            public int execute(ProcessSocket.Request request, PrintStream out, PrintStream err) {
                try {
                    Thread.sleep(2500);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return 0;
            }
        };
        try (var open = ProcessSocket.listen(folder, slow)) {
            assertThat(open).isNotNull();
            assertThat(ask(folder, REQUEST, Duration.ofSeconds(2))).isEqualTo("Done[exit=0]");
        }
    }

    @Test
    void withoutTheSecretThePortAnswersNothing() throws Exception {
        try (var open = ProcessSocket.listen(folder, handler, false)) {
            assertThat(open).isNotNull();
            var file = folder.resolve("process.socket");
            assertThat(Processes.mode(file)).isEqualTo("rw-------");
            int port = Integer.parseInt(Files.readString(file).split(" ", -1)[0]);
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    var out = new DataOutputStream(socket.getOutputStream())) {
                out.writeUTF("guessed");
                out.writeUTF(Version.NUMBER);
                out.writeUTF("en");
                out.writeBoolean(false);
                out.writeInt(1);
                out.writeUTF("runs");
                out.flush();
                assertThat(answer(socket)).isEmpty();
            }
            assertThat(asked).hasValue(0);
        }
    }

    /** Closed on us, or nothing said. */
    private static byte[] answer(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static String ask(Path var, ProcessSocket.Request request) {
        return ask(var, request, Duration.ofSeconds(20));
    }

    private static String ask(Path var, ProcessSocket.Request request, Duration patience) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var answer = ProcessSocket.ask(var, request, patience, out, err);
        var said = out.toString(StandardCharsets.UTF_8) + "/" + err.toString(StandardCharsets.UTF_8);
        return said.equals("/") ? answer.toString() : answer + " " + said;
    }
}
