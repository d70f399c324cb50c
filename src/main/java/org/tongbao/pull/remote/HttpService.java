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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
 * @param url address of the first page; may hold {@code {page}}, {@code {offset}}, {@code {size}} and {@code {cursor}}
 * @param paging how the next page is found
 * @param size how many records are asked for on a page; the service may put fewer on it
 * @param records path of the array in the answer, such as {@code data.list}; empty when the answer is the array
 * @param next path of the next cursor in the answer (cursor paging)
 * @param total path of the number of all records in the answer; empty to look where services usually announce it, {@code
 *     none} not to ask
 * @param sign how requests are signed
 * @param timeout how long one page may take
 */
record HttpService(
        String url, Paging paging, int size, String records, String next, String total, Sign sign, Duration timeout)
        implements Remote {

    private static final Pattern NEXT_LINK = Pattern.compile("<([^>]+)>\\s*;[^,]*rel=\"?next\"?");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Where services usually announce how many records there are, beside the records or at the top of the answer. */
    private static final List<String> TOTALS = List.of("total", "totalCount", "total_count", "totalElements");

    private static final String NO_TOTAL = "none";
    private static final Duration LONGEST_WISH = Duration.ofMinutes(5);

    /** How the next page is found. */
    enum Paging {
        /** {@code {page}} counts pages from 1 on. */
        NUMBER("1"),
        /** {@code {offset}} counts the records that have come. */
        OFFSET("0"),
        /** The answer names the cursor of the next page until it is empty. */
        CURSOR(""),
        /** The header {@code Link} names the next page (RFC 8288) until it is absent. */
        LINK("");

        private final String first;

        Paging(String first) {
            this.first = first;
        }

        /** The place of the first page. */
        String first() {
            return first;
        }

        /** Whether a page is known by how many come before it, so that records which are removed there move the others. */
        boolean isCounted() {
            return this == NUMBER || this == OFFSET;
        }
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
        if (paging == Paging.NUMBER && !url.contains("{page}")) {
            throw new IllegalArgumentException("the url of a source with 'pages: number' must hold {page}");
        }
        if (paging == Paging.OFFSET && !url.contains("{offset}")) {
            throw new IllegalArgumentException("the url of a source with 'pages: offset' must hold {offset}");
        }
        if (paging == Paging.CURSOR && (!url.contains("{cursor}") || next.isEmpty())) {
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
                Paging.valueOf(b.oneOf("pages", List.of("number", "offset", "cursor", "link"), "number")
                        .toUpperCase(Locale.ROOT)),
                b.integer("size", 500),
                b.optionalText("records").orElse(""),
                b.optionalText("next").orElse(""),
                b.optionalText("total").orElse(""),
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

    /** Whether nobody has said where the total is announced. */
    boolean isTotalGuessed() {
        return total.isEmpty();
    }

    /** Reads the pages that have not been read; returns the number of records. */
    long fetch(Arrivals arrivals, Secrets secrets, Retry retry, InstantSource clock, Progress progress) {
        progress.begin("fetch", -1, "rows");
        var client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpPages.Asking asking = (place, patience) -> {
            var address = address(secrets, place);
            return patience.call(name(address), () -> page(client, address, place, secrets, clock));
        };
        long rows = new HttpPages(this, asking, arrivals, retry, progress).read();
        progress.end(rows + " rows");
        return rows;
    }

    private HttpPages.RecordPage page(HttpClient client, URI address, String place, Secrets secrets, InstantSource clock)
            throws Retry.Transient, InterruptedException {
        var answer = send(client, request(address, secrets, clock));
        var status = answer.statusCode();
        if (status == 429 || status >= 500) {
            throw new Retry.Transient(
                    "HTTP " + status, new IOException("HTTP " + status), retryAfter(answer, clock.instant()));
        }
        if (status != 200) {
            throw new FetchException(name(address) + " answered HTTP " + status);
        }
        var root = json(answer.body());
        var array = nodeAt(root, records);
        if (!array.isArray()) {
            throw new FetchException(name(address) + ": no list of records at '" + records + "'");
        }
        var rows = new ArrayList<JsonNode>();
        array.forEach(rows::add);
        return new HttpPages.RecordPage(
                address, rows, next(address, place, root, answer, rows.size()), total(address, root, answer, rows));
    }

    private @Nullable String next(URI address, String place, JsonNode root, HttpResponse<byte[]> answer, int rows) {
        return switch (paging) {
            case NUMBER -> String.valueOf(Integer.parseInt(place) + 1);
            case OFFSET -> String.valueOf(Long.parseLong(place) + rows);
            case CURSOR -> {
                var cursor = nodeAt(root, next).asString("");
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

    /** How many records there are in all; null if that is not announced. */
    private @Nullable Long total(URI address, JsonNode root, HttpResponse<byte[]> answer, List<JsonNode> rows) {
        if (total.equals(NO_TOTAL)) {
            return null;
        }
        if (isTotalGuessed()) {
            var beside = nodeAt(root, records.contains(".") ? records.substring(0, records.lastIndexOf('.')) : "");
            return Stream.concat(
                            Stream.of(beside, root).flatMap(node -> TOTALS.stream().map(node::path)).map(HttpService::count),
                            answer.headers().firstValue("x-total-count").map(HttpService::count).stream())
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElse(null);
        }
        var announced = count(nodeAt(root, total));
        if (announced.isEmpty() && !rows.isEmpty()) {
            throw new FetchException(name(address) + ": no number of records at '" + total + "'");
        }
        return announced.orElse(null);
    }

    private static Optional<Long> count(JsonNode node) {
        return count(node.asString(""));
    }

    private static Optional<Long> count(String text) {
        return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private URI address(Secrets secrets, String place) {
        if (paging == Paging.LINK && !place.isEmpty()) {
            return URI.create(place);
        }
        return URI.create(secrets.fill(url)
                .replace("{size}", String.valueOf(size))
                .replace("{page}", place)
                .replace("{offset}", place)
                .replace("{cursor}", URLEncoder.encode(place, StandardCharsets.UTF_8)));
    }

    private HttpRequest request(URI address, Secrets secrets, InstantSource clock) {
        var request = HttpRequest.newBuilder(address).timeout(timeout).header("Accept", "application/json");
        if (sign instanceof Sign.Bearer bearer) {
            request.header("Authorization", "Bearer " + secrets.fill(bearer.token()));
        } else if (sign instanceof Sign.Basic basic) {
            var pair = secrets.fill(basic.user()) + ":" + secrets.fill(basic.password());
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        } else if (sign instanceof Sign.Hmac hmac) {
            var seconds = String.valueOf(clock.instant().getEpochSecond());
            request.header("X-Timestamp", seconds);
            request.header("X-Signature", signature(secrets.fill(hmac.key()), address, seconds));
        }
        return request.build();
    }

    static String signature(String key, URI address, String seconds) {
        var path = address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmacHex("GET\n" + path + "\n" + seconds);
    }

    /** A body that stops short fails here, by its announced length or its last chunk. */
    private static HttpResponse<byte[]> send(HttpClient client, HttpRequest request)
            throws Retry.Transient, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            // A refused connection has no message of its own.
            throw new Retry.Transient(e.getMessage() == null ? "no connection" : e.getMessage(), e);
        }
    }

    private static JsonNode json(byte[] body) throws Retry.Transient {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new Retry.Transient("the answer is no whole JSON", e);
        }
    }

    private static JsonNode nodeAt(JsonNode root, String path) {
        var node = root;
        for (var name : path.isEmpty() ? new String[0] : path.split("\\.")) {
            node = node.path(name);
        }
        return node;
    }

    /** The wait that a busy service asks for, in seconds or until a time (RFC 9110, 10.2.3), within bounds. */
    private static Duration retryAfter(HttpResponse<byte[]> answer, Instant now) {
        var wish = answer.headers()
                .firstValue("retry-after")
                .map(text -> text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : until(text, now))
                .orElse(Duration.ZERO);
        return wish.isNegative() ? Duration.ZERO : wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
    }

    private static Duration until(String time, Instant now) {
        try {
            return Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(time, Instant::from));
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    /** What messages call the service. */
    static String name(URI address) {
        return "service " + withoutQuery(address);
    }

    /** The query may hold a key. */
    static String withoutQuery(URI address) {
        return address.getScheme() + "://" + address.getAuthority() + address.getPath();
    }
}
