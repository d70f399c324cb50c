package org.tongbao.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.deliver.DeliveryLedger;
import org.tongbao.job.Runs;
import org.tongbao.operations.Operations;
import org.tongbao.run.Version;
import tools.jackson.databind.json.JsonMapper;

/** Health and figures over HTTP while the program serves: {@code /health} as JSON, {@code /metrics} for Prometheus. */
final class StatusServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
    private static final int RUNS = 200;

    /** Who is slow, or says nothing, holds up one of them. */
    private static final int HANDS = 4;

    /** Seconds in which a request must have come, and its answer have been taken. */
    private static final int LIMIT = 10;

    static {
        // read once, when the first server of the process is made
        System.setProperty("sun.net.httpserver.maxReqTime", String.valueOf(LIMIT));
        System.setProperty("sun.net.httpserver.maxRspTime", String.valueOf(LIMIT));
        System.setProperty("sun.net.httpserver.maxReqHeaders", "50");
    }

    private final Operations operations;
    private final HttpServer server;
    private final ExecutorService hands;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JsonMapper json = JsonMapper.builder().build();

    private StatusServer(Operations operations, HttpServer server) {
        this.operations = operations;
        this.server = server;
        this.hands = Executors.newFixedThreadPool(HANDS, work -> {
            var thread = new Thread(work, "status-server");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Listens on an address of this machine; port 0 takes one that is free. */
    static StatusServer open(Operations operations, String address, int port) {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(address, port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " of " + address + " can't be used: " + e.getMessage(), e);
        }
        var status = new StatusServer(operations, server);
        status.measure();
        server.createContext("/health", status::health);
        server.createContext("/metrics", status::metrics);
        server.setExecutor(status.hands);
        server.start();
        return status;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void measure() {
        new JvmMemoryMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        var ledger = new DeliveryLedger(operations.source());
        for (var state : DeliveryLedger.State.values()) {
            Gauge.builder("tongbao.deliveries", ledger, l -> l.count(state))
                    .description("rows of the ledger of deliveries")
                    .tag("state", state.word())
                    .strongReference(true)
                    .register(registry);
        }
        var runs = new Runs(operations);
        for (var state : Runs.State.values()) {
            Gauge.builder("tongbao.runs", runs, r -> count(r, state))
                    .description("of the latest " + RUNS + " runs")
                    .tag("state", state.word())
                    .strongReference(true)
                    .register(registry);
        }
        Gauge.builder("tongbao.run.last.seconds", runs, StatusServer::lastTook)
                .description("how long the last completed run took")
                .strongReference(true)
                .register(registry);
        Gauge.builder("tongbao.nodes", operations, o -> o.alive().size())
                .description("processes whose beat is fresh")
                .strongReference(true)
                .register(registry);
    }

    private static long count(Runs runs, Runs.State state) {
        return runs.latest(RUNS).stream().filter(run -> run.state() == state).count();
    }

    private static double lastTook(Runs runs) {
        for (var run : runs.latest(RUNS)) {
            var ended = run.ended();
            if (run.state() == Runs.State.COMPLETED && ended != null) {
                return Duration.between(run.began(), ended).toMillis() / 1e3;
            }
        }
        return Double.NaN;
    }

    private void health(HttpExchange exchange) throws IOException {
        try {
            var last = new Runs(operations).latest(1);
            answer(
                    exchange,
                    200,
                    "application/json",
                    json.writeValueAsString(Printer.map(
                            "status",
                            "up",
                            "version",
                            Version.NUMBER,
                            "node",
                            operations.node(),
                            "nodes",
                            operations.alive().size(),
                            "last",
                            last.stream().findFirst().map(RunsCommand::json).orElse(null))));
        } catch (RuntimeException e) {
            LOG.warn("not healthy", e);
            answer(
                    exchange,
                    503,
                    "application/json",
                    json.writeValueAsString(Printer.map("status", "down", "why", String.valueOf(e.getMessage()))));
        }
    }

    private void metrics(HttpExchange exchange) throws IOException {
        answer(exchange, 200, "text/plain; version=0.0.4", registry.scrape());
    }

    private static void answer(HttpExchange exchange, int code, String type, String text) throws IOException {
        try (exchange) {
            boolean reads = List.of("GET", "HEAD").contains(exchange.getRequestMethod());
            var bytes = reads ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.sendResponseHeaders(reads ? code : 405, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0 && exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        hands.shutdownNow();
        registry.close();
    }
}
