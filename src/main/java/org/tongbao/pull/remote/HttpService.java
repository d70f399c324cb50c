package org.tongbao.pull.remote;

import org.apache.commons.codec.digest.HmacAlgorithms;

import org.apache.commons.codec.digest.HmacUtils;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Progress;
import org.tongbao.spec.Block;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A paged JSON service that a source is read from. Each page becomes a file of one record a line; a page that did not
 * arrive whole, or is no JSON, is asked for again.
 *
 * @param url address of the first page; may hold {@code {page}}, {@code {size}} and {@code {cursor}}
 * @param pages how the next page is found
 * @param size records on a page
 * @param records path of the array in the answer, such as {@code data.list}; empty when the answer is the array
 * @param next path of the next cursor in the answer (cursor paging)
 * @param sign how requests are signed
 * @param timeout how long one page may take
 */
record HttpService(String url, Pages pages, int size, String records, String next, Sign sign, Duration timeout)
        implements Remote {

    private static final Pattern NEXT_LINK = Pattern.compile("<([^>]+)>\\s*;[^,]*rel=\"?next\"?");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** How the next page is found. */
    enum Pages {
        /** {@code {page}} counts up until a page has fewer records than {@code size}. */
        NUMBER,
        /** The answer names the cursor of the next page until it is empty. */
        CURSOR,
        /** The header {@code Link} names the next page (RFC 8288) until it is absent. */
        LINK
    }

    /** How requests are signed; keys come from the environment. */
    sealed interface Sign {

        record None() implements Sign {}

        record Bearer(String token) implements Sign {}

        record Basic(String user, String password) implements Sign {}

        /** {@code X-Timestamp} (seconds) and {@code X-Signature}: hex HMAC-SHA256 of {@code METHOD\npath?query\ntimestamp}. */
        record Hmac(String key) implements Sign {}
    }

    HttpService {
        if (size < 1) {
            throw new IllegalArgumentException("'size' must be at least 1, found " + size);
        }
        if (pages == Pages.NUMBER && !url.contains("{page}")) {
            throw new IllegalArgumentException("the url of a source with 'pages: number' must hold {page}");
        }
        if (pages == Pages.CURSOR && (!url.contains("{cursor}") || next.isEmpty())) {
            throw new IllegalArgumentException(
                    "'pages: cursor' needs {cursor} in the url and 'next', its path in the answer");
        }
    }

    @Override
    public String extension() {
        return "ndjson";
    }

    @Override
    public boolean sendsChanges() {
        return false;
    }

    static Optional<HttpService> read(Block block) {
        return block.as(b -> new HttpService(
                b.text("url"),
                Pages.valueOf(b.oneOf("pages", List.of("number", "cursor", "link"), "number")
                        .toUpperCase(Locale.ROOT)),
                b.integer("size", 500),
                b.optionalText("records").orElse(""),
                b.optionalText("next").orElse(""),
                b.block("sign").flatMap(HttpService::sign).orElse(new Sign.None()),
                Duration.ofSeconds(b.integer("timeout", 30))));
    }

    private static Optional<Sign> sign(Block block) {
        return block.as(b -> {
            if (b.has("bearer")) {
                return new Sign.Bearer(b.text("bearer"));
            }
            if (b.has("hmac")) {
                return new Sign.Hmac(b.text("hmac"));
            }
            return new Sign.Basic(b.text("user"), b.text("password"));
        });
    }

    /** Reads the pages that have not been read; returns the number of records. */
    long fetch(Arrivals arrivals, Secrets secrets, Retry retry, InstantSource clock, Progress progress) {
        progress.begin("fetch", -1, "rows");
        var client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        var position = arrivals.position();
        @Nullable String place = Objects.requireNonNullElse(position.mark("place"), pages == Pages.NUMBER ? "1" : "");
        long rows = 0;
        while (place != null) {
            var here = place;
            var address = address(secrets, here);
            var page = retry.until("service " + host(address), () -> page(client, address, here, secrets, clock));
            position = keep(arrivals, position, here, page);
            rows += page.records().size();
            progress.advance(page.records().size());
            place = page.next();
        }
        progress.end(rows + " rows");
        return rows;
    }

    /**
     * One page.
     *
     * @param records its records
     * @param next place of the page after it (a number, a cursor, an address), or null after the last
     */
    private record Page(List<JsonNode> records, @Nullable String next) {}

    /** A last page that is not full stays open: the next fetch reads it again under the same number. */
    private Arrivals.Position keep(Arrivals arrivals, Arrivals.Position position, String here, Page page) {
        if (page.records().isEmpty()) {
            return position;
        }
        var next = Objects.requireNonNullElse(page.next(), here);
        var added = arrivals.add(
                position,
                extension(),
                Map.of("place", next),
                file -> Files.write(
                        file, page.records().stream().map(JsonNode::toString).toList()));
        if (page.next() != null) {
            return added;
        }
        var reopened = new Arrivals.Position(position.next(), added.marks());
        arrivals.store(reopened);
        return reopened;
    }

    private Page page(HttpClient client, URI address, String here, Secrets secrets, InstantSource clock)
            throws Retry.Passing, InterruptedException {
        var answer = send(client, request(address, secrets, clock));
        var status = answer.statusCode();
        if (status == 429 || status >= 500) {
            throw new Retry.Passing("HTTP " + status, new IOException("HTTP " + status), retryAfter(answer));
        }
        if (status != 200) {
            throw new FetchException("service " + host(address) + " answered HTTP " + status);
        }
        var root = json(answer.body());
        var array = at(root, records);
        if (!array.isArray()) {
            throw new FetchException("service " + host(address) + ": no list of records at '" + records + "'");
        }
        var rows = new ArrayList<JsonNode>();
        array.forEach(rows::add);
        return new Page(rows, next(address, here, root, answer, rows.size()));
    }

    private @Nullable String next(URI address, String here, JsonNode root, HttpResponse<byte[]> answer, int rows) {
        return switch (pages) {
            case NUMBER -> rows < size ? null : String.valueOf(Integer.parseInt(here) + 1);
            case CURSOR -> {
                var cursor = at(root, next).asString("");
                yield cursor.isEmpty() ? null : cursor;
            }
            case LINK ->
                answer.headers().allValues("link").stream()
                        .map(NEXT_LINK::matcher)
                        .filter(Matcher::find)
                        .map(match -> address.resolve(match.group(1)).toString())
                        .findFirst()
                        .orElse(null);
        };
    }

    private URI address(Secrets secrets, String place) {
        if (pages == Pages.LINK && !place.isEmpty()) {
            return URI.create(place);
        }
        return URI.create(secrets.in(url)
                .replace("{size}", String.valueOf(size))
                .replace("{page}", place)
                .replace("{cursor}", URLEncoder.encode(place, StandardCharsets.UTF_8)));
    }

    private HttpRequest request(URI address, Secrets secrets, InstantSource clock) {
        var request = HttpRequest.newBuilder(address).timeout(timeout).header("Accept", "application/json");
        if (sign instanceof Sign.Bearer bearer) {
            request.header("Authorization", "Bearer " + secrets.in(bearer.token()));
        } else if (sign instanceof Sign.Basic basic) {
            var pair = secrets.in(basic.user()) + ":" + secrets.in(basic.password());
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        } else if (sign instanceof Sign.Hmac hmac) {
            var seconds = String.valueOf(clock.instant().getEpochSecond());
            request.header("X-Timestamp", seconds);
            request.header("X-Signature", signature(secrets.in(hmac.key()), address, seconds));
        }
        return request.build();
    }

    static String signature(String key, URI address, String seconds) {
        var path = address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmacHex("GET\n" + path + "\n" + seconds);
    }

    /** A body that stops short fails here, by its announced length or its last chunk. */
    private static HttpResponse<byte[]> send(HttpClient client, HttpRequest request)
            throws Retry.Passing, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            // A refused connection has no message of its own.
            throw new Retry.Passing(e.getMessage() == null ? "no connection" : e.getMessage(), e);
        }
    }

    private static JsonNode json(byte[] body) throws Retry.Passing {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new Retry.Passing("the answer is no whole JSON", e);
        }
    }

    private static JsonNode at(JsonNode root, String path) {
        var node = root;
        for (var name : path.isEmpty() ? new String[0] : path.split("\\.")) {
            node = node.path(name);
        }
        return node;
    }

    private static Duration retryAfter(HttpResponse<byte[]> answer) {
        return answer.headers()
                .firstValue("retry-after")
                .filter(text -> text.matches("\\d{1,4}"))
                .map(text -> Duration.ofSeconds(Math.min(300, Long.parseLong(text))))
                .orElse(Duration.ZERO);
    }

    /** What messages name: never the query, which may hold a key. */
    private static String host(URI address) {
        return address.getScheme() + "://" + address.getAuthority() + address.getPath();
    }
}
