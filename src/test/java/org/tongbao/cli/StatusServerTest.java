package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.ManyCopies;
import org.tongbao.operations.Operations;

/** Health and figures are told in time, whoever else holds a connection open and says nothing. */
class StatusServerTest {

    @TempDir
    Path folder;

    @Test
    void whoSaysNothingHoldsUpNobody() throws Exception {
        var silent = new ArrayList<Socket>();
        try (var operations = Operations.open(Operations.Address.file(folder));
                var status = StatusServer.open(operations, "127.0.0.1", 0)) {
            for (int i = 0; i < 3; i++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), status.port());
                socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: x".getBytes(StandardCharsets.UTF_8));
                silent.add(socket);
            }
            Thread.sleep(200);
            assertThat(get(status.port(), Duration.ofSeconds(5))).contains("\"status\":\"up\"");
        } finally {
            for (var socket : silent) {
                socket.close();
            }
        }
    }

    /** In a process of its own: Java reads the limit once, when its first server is made. */
    @Test
    void whoSaysNothingIsLeftAfterAWhile() throws Exception {
        var home = ManyCopies.in(folder.resolve("home"), 1);
        int port = free();
        Files.writeString(home.resolve("tongbao.yaml"), "serve: { port: " + port + " }\n");
        var serving = Processes.start(home, List.of(), "serve");
        try (var socket = connected(port, serving)) {
            socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: x".getBytes(StandardCharsets.UTF_8));
            socket.setSoTimeout(30_000);
            assertThat(socket.getInputStream().read()).as("closed").isEqualTo(-1);
        } finally {
            serving.destroy();
            serving.waitFor();
        }
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Socket connected(int port, Process serving) throws Exception {
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (ConnectException e) {
                assertThat(serving.isAlive()).isTrue();
                Thread.sleep(50);
            }
        }
    }

    private static String get(int port, Duration patience) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                                .timeout(patience)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
