package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.operations.Operations;

/** Health and figures are told in time, whoever else holds a connection open and says nothing. */
class StatusServerTest {

    @TempDir
    Path folder;

    @Test
    void whoSaysNothingHoldsUpNobodyAndIsLeftAfterAWhile() throws Exception {
        var silent = new ArrayList<Socket>();
        try (var operations = Operations.open(Operations.Address.file(folder));
                var status = StatusServer.open(operations, "127.0.0.1", 0)) {
            for (int i = 0; i < 3; i++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), status.port());
                socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: x".getBytes(StandardCharsets.UTF_8));
                socket.setSoTimeout(20_000);
                silent.add(socket);
            }
            Thread.sleep(200);
            assertThat(get(status.port(), Duration.ofSeconds(5))).contains("\"status\":\"up\"");
            for (var socket : silent) {
                assertThat(socket.getInputStream().read()).as("closed").isEqualTo(-1);
            }
        } finally {
            for (var socket : silent) {
                socket.close();
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
