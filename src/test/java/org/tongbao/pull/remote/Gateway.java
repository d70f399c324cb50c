package org.tongbao.pull.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An HTTP service on this machine that answers as a test says. */
final class Gateway implements AutoCloseable {

    /** The queries that were asked, in order. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Gateway(Replies answers) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, answers));
        server.start();
    }

    /** What is answered to a query. */
    interface Replies {
        Reply to(Map<String, String> query);
    }

    /** An answer; {@code headers} may hold a {@code Link}. */
    record Reply(int status, String body, Map<String, String> headers) {

        static Reply of(String body) {
            return new Reply(200, body, Map.of());
        }

        static Reply failed(int status) {
            return new Reply(status, "no", Map.of());
        }
    }

    /** JSON records with the numbers from {@code from} on, before {@code to}. */
    static String things(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(id -> "{\"id\":" + id + ",\"编号\":\"A" + id + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api";
    }

    private void answer(HttpExchange exchange, Replies answers) throws IOException {
        var text = exchange.getRequestURI().getQuery();
        asked.add(text);
        var query = new TreeMap<String, String>();
        for (var pair : text.split("&", -1)) {
            query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        var answer = answers.to(query);
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        // It takes a second, for which nobody has to wait.
        CompletableFuture.runAsync(() -> server.stop(0));
    }
}
