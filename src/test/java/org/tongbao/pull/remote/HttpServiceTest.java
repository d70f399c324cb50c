package org.tongbao.pull.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.pull.PullException;
import org.tongbao.pull.PullFixture;
import org.tongbao.run.Progress;

/** A gateway that misbehaves in every usual way still gives all its records, each once. */
class HttpServiceTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-07-03T00:00:00Z"));
    private static final Retry HASTY = new Retry(5, Duration.ofMillis(2), Duration.ofMillis(10));
    private static final int RECORDS = 95;
    private static final int SIZE = 10;

    @TempDir
    Path folder;

    private final Set<String> failedOnce = new HashSet<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/steady", exchange -> send(exchange, 200, body(page(exchange))));
        server.createContext("/moody", this::moody);
        server.createContext("/cursor", exchange -> {
            var cursor = query(exchange, "cursor");
            int page = cursor.isEmpty() ? 1 : Integer.parseInt(cursor.substring(1));
            var next = page * SIZE < RECORDS ? "c" + (page + 1) : "";
            send(exchange, 200, "{\"list\":" + rows(page) + ",\"paging\":{\"next\":\"" + next + "\"}}");
        });
        server.createContext("/link", exchange -> {
            int page = page(exchange);
            if (page * SIZE < RECORDS) {
                exchange.getResponseHeaders()
                        .add("Link", "</link?page=1>; rel=\"first\", </link?page=" + (page + 1) + ">; rel=\"next\"");
            }
            send(exchange, 200, rows(page));
        });
        server.createContext("/down", exchange -> send(exchange, 503, "no"));
        server.createContext("/forbidden", exchange -> send(exchange, 403, "no"));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void errorsSlownessAndCutOffBodiesAreAskedForAgain() {
        assertThat(fetch(numbered("/moody"))).isEqualTo(RECORDS);
        assertThat(records()).isEqualTo(all());
    }

    @Test
    void aPullFromABadServerHasTheRightRowsAndTheNextOneOnlyWhatIsNew() {
        var source = "source: gateway\ndataset: thing\nservice: { url: '" + address("/moody")
                + "?page={page}&size={size}', size: " + SIZE
                + ", records: data.list, timeout: 1, sign: { hmac: '${GATEWAY_KEY}' } }\n";
        var down = "source: other\ndataset: thing\nservice: { url: '" + address("/down") + "?page={page}' }\n";
        try (var fixture = PullFixture.with(folder, "slice", source, down)) {
            assertThatThrownBy(fixture::pull)
                    .isInstanceOf(PullException.class)
                    .hasMessageContaining("other: service " + address("/down") + ": gave up after");
            assertThat(fixture.current("select count(*) || '/' || count(distinct id) as text"))
                    .isEqualTo(RECORDS + "/" + RECORDS);
            asked.clear();
            assertThatThrownBy(fixture::pull).hasMessageContaining("other");
            assertThat(asked).containsExactly("/moody 10", "/moody 11");
            assertThat(fixture.current("select count(*) || '/' || count(distinct id) as text"))
                    .isEqualTo(RECORDS + "/" + RECORDS);
        }
    }

    @Test
    void cursorsAndLinksLeadThroughAllPages() {
        var cursor = new HttpService(
                address("/cursor") + "?cursor={cursor}",
                HttpService.Paging.CURSOR,
                SIZE,
                "list",
                "paging.next",
                "",
                new HttpService.Sign.None(),
                Duration.ofSeconds(5));
        assertThat(fetch(cursor)).isEqualTo(RECORDS);
        assertThat(records()).isEqualTo(all());
        var link = new HttpService(
                address("/link") + "?page=1",
                HttpService.Paging.LINK,
                SIZE,
                "",
                "",
                "",
                new HttpService.Sign.None(),
                Duration.ofSeconds(5));
        assertThat(new Arrivals(folder.resolve("link")).files()).isEmpty();
        assertThat(link.fetch(new Arrivals(folder.resolve("link")), secrets(), HASTY, CLOCK, Progress.NONE))
                .isEqualTo(RECORDS);
    }

    @Test
    void aFetchGoesOnAtTheLastPageThatHasCome() {
        var broken = new Retry(1, Duration.ofMillis(1), Duration.ofMillis(1));
        var source = numbered("/moody");
        int stops = 0;
        while (true) {
            try {
                source.fetch(arrivals(), secrets(), broken, CLOCK, Progress.NONE);
                break;
            } catch (FetchException e) {
                stops++;
            }
        }
        assertThat(stops).isPositive();
        assertThat(records()).isEqualTo(all());
        assertThat(asked.stream().filter("/moody 1"::equals))
                .as("failed, read, read again")
                .hasSize(3);
        assertThat(asked.stream().filter("/moody 2"::equals)).hasSize(3);
    }

    @Test
    void aSecondFetchReadsOnlyTheOpenLastPageAgain() {
        fetch(numbered("/steady"));
        asked.clear();
        fetch(numbered("/steady"));
        assertThat(asked).containsExactly("/steady 10", "/steady 11");
        assertThat(records()).isEqualTo(all());
    }

    @Test
    void aServiceThatStaysDownIsNamedWithoutItsKeys() {
        var down = new HttpService(
                address("/down") + "?page={page}&key=${GATEWAY_KEY}",
                HttpService.Paging.NUMBER,
                SIZE,
                "data.list",
                "",
                "",
                new HttpService.Sign.None(),
                Duration.ofSeconds(5));
        assertThatThrownBy(() -> fetch(down))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("/down: gave up after 5 tries: HTTP 503")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> fetch(numbered("/forbidden"))).hasMessageContaining("HTTP 403");
    }

    @Test
    void aMissingSecretIsNamed() {
        var source = new HttpService(
                address("/steady") + "?page={page}",
                HttpService.Paging.NUMBER,
                SIZE,
                "data.list",
                "",
                "",
                new HttpService.Sign.Bearer("${NOT_SET}"),
                Duration.ofSeconds(5));
        assertThatThrownBy(() -> fetch(source)).hasMessageContaining("the secret NOT_SET is not set");
    }

    @Test
    void signaturesAreHexHmacSha256OfMethodPathAndTime() {
        assertThat(HttpService.signature("key", URI.create("http://h/a?b=1"), "1700000000"))
                .hasSize(64)
                .isNotEqualTo(HttpService.signature("key", URI.create("http://h/a?b=2"), "1700000000"));
    }

    /** Each page fails once, each in another way, before it arrives. */
    private void moody(HttpExchange exchange) throws IOException {
        int page = page(exchange);
        if (failedOnce.add("page" + page)) {
            switch (page % 4) {
                case 0 -> send(exchange, 500, "oops");
                case 1 -> {
                    exchange.getResponseHeaders().add("Retry-After", "1");
                    send(exchange, 429, "slow down");
                }
                case 2 -> {
                    try {
                        Thread.sleep(1500);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.close();
                }
                default -> {
                    var half = body(page).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, half.length);
                    exchange.getResponseBody().write(half, 0, half.length / 2);
                    exchange.close();
                }
            }
            return;
        }
        send(exchange, 200, body(page));
    }

    private int page(HttpExchange exchange) {
        int page = Integer.parseInt(query(exchange, "page"));
        asked.add(exchange.getRequestURI().getPath() + " " + page);
        return page;
    }

    private static String query(HttpExchange exchange, String name) {
        var match = Pattern.compile("(?:^|&)" + name + "=([^&]*)")
                .matcher(exchange.getRequestURI().getQuery());
        if (!match.find()) {
            throw new IllegalArgumentException(name);
        }
        return match.group(1);
    }

    private static String thing(int id) {
        return "{\"id\":" + id + ",\"编号\":\"A" + id + "\"}";
    }

    private static String body(int page) {
        return "{\"data\":{\"list\":" + rows(page) + "}}";
    }

    private static String rows(int page) {
        return IntStream.range((page - 1) * SIZE, Math.min(page * SIZE, RECORDS))
                .mapToObj(HttpServiceTest::thing)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private HttpService numbered(String path) {
        return new HttpService(
                address(path) + "?page={page}&size={size}",
                HttpService.Paging.NUMBER,
                SIZE,
                "data.list",
                "",
                "",
                new HttpService.Sign.Hmac("${GATEWAY_KEY}"),
                Duration.ofSeconds(1));
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private long fetch(HttpService source) {
        return source.fetch(arrivals(), secrets(), HASTY, CLOCK, Progress.NONE);
    }

    private Arrivals arrivals() {
        return new Arrivals(folder.resolve("arrivals"));
    }

    private static Secrets secrets() {
        return Secrets.of(Map.of("GATEWAY_KEY", "s3cret"));
    }

    private List<String> records() {
        var lines = new ArrayList<String>();
        for (var file : arrivals().files()) {
            try {
                lines.addAll(Files.readAllLines(file));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return lines;
    }

    private static List<String> all() {
        return IntStream.range(0, RECORDS).mapToObj(HttpServiceTest::thing).toList();
    }
}
