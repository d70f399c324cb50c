package org.tongbao.deliver;

import org.apache.commons.codec.digest.HmacAlgorithms;

import org.apache.commons.codec.digest.HmacUtils;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Set;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import tools.jackson.databind.json.JsonMapper;

/**
 * Posts each file as JSON, its bytes in base64. {@code Idempotency-Key} is the same whenever the same file is posted, so
 * that the other side can leave a second one alone; {@code Tongbao-Signature} is the HMAC-SHA256 of the body.
 */
final class WebhookChannel implements Channel {

    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private final HttpClient client;
    private final Settings settings;
    private final Duration patience;
    private final JsonMapper json = JsonMapper.builder().build();

    WebhookChannel(Home home) {
        this.settings = home.settings();
        this.patience = Duration.ofSeconds(settings.number(Settings.Key.DELIVER_TIMEOUT));
        var builder = HttpClient.newBuilder().connectTimeout(patience);
        TrustedCertificates.context(home).ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    @Override
    public SendResult send(Parcel parcel) {
        try {
            var body = body(parcel);
            var request = HttpRequest.newBuilder(URI.create(parcel.first().address()))
                    .timeout(patience)
                    .header("Content-Type", "application/json; charset=utf-8")
                    .header("Idempotency-Key", parcel.id());
            if (settings.has(Settings.Key.WEBHOOK_SECRET)) {
                request.header(
                        "Tongbao-Signature",
                        "sha256=" + new HmacUtils(HmacAlgorithms.HMAC_SHA_256, settings.text(Settings.Key.WEBHOOK_SECRET))
                                        .hmacHex(body));
            }
            var response = client.send(
                    request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                    HttpResponse.BodyHandlers.discarding());
            int code = response.statusCode();
            var answer = "HTTP " + code;
            if (code >= 200 && code < 300) {
                return new SendResult.Sent(answer);
            }
            return code >= 500 || PASSING.contains(code)
                    ? new SendResult.Later(answer)
                    : new SendResult.Refused(answer);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new SendResult.Down("cannot be reached: " + e.getMessage());
        } catch (IOException e) {
            return new SendResult.Later(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SendResult.Down("interrupted");
        }
    }

    private byte[] body(Parcel parcel) throws IOException {
        var entry = parcel.first();
        var body = new LinkedHashMap<String, Object>();
        body.put("job", entry.job());
        body.put("period", entry.period().toString());
        body.put("bulletin", entry.bulletin());
        body.put("recipient", entry.subject());
        body.put("file", entry.artifact());
        body.put("sha256", entry.sha256());
        body.put("content", Base64.getEncoder().encodeToString(Files.readAllBytes(parcel.file(entry))));
        return json.writeValueAsBytes(body);
    }
}
