package org.tongbao.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.commons.codec.digest.DigestUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Programs that read a message as its recipient's does; neither has written it. */
public enum MailReaders {
    /** Python's {@code email}, in a process of its own: its strict reading must be its old one. */
    PYTHON {
        @Override
        List<String> command(List<Path> messages) {
            var command = new ArrayList<>(List.of("python3", "-c", script()));
            messages.forEach(message -> command.add(message.toString()));
            return command;
        }
    },
    /** Jakarta Mail, with each of its leniencies switched off; they can be set only before its classes are there. */
    JAKARTA {
        @Override
        List<String> command(List<Path> messages) {
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-Dmail.mime.parameters.strict=true",
                    "-Dmail.mime.decodeparameters.strict=true",
                    "-Dmail.mime.decodetext.strict=true",
                    "-Dmail.mime.decodefilename=false",
                    "-Dmail.mime.contentdisposition.strict=true",
                    "-Dmail.mime.multipart.ignoremissingendboundary=false",
                    "-Dmail.mime.multipart.ignoremissingboundaryparameter=false",
                    "-Dmail.mime.base64.ignoreerrors=false",
                    "-cp",
                    System.getProperty("java.class.path"),
                    MailReaders.class.getName()));
            messages.forEach(message -> command.add(message.toString()));
            return command;
        }
    };

    /** A message as it was read. */
    public record Read(String subject, String text, List<Attached> attachments) {}

    /**
     * A file in a message.
     *
     * @param type such as {@code application/pdf}
     * @param fallback its name for who can read ASCII only
     */
    public record Attached(String name, String type, String fallback, String sha256) {}

    abstract List<String> command(List<Path> messages);

    /** Ends the test as skipped, with the reason, where the program is not installed. */
    public void require() {
        if (this == PYTHON) {
            boolean installed = isInstalled();
            if (!installed) {
                System.out.println("SKIPPED: python3 is not there to read messages; Jakarta Mail reads the same ones");
            }
            assumeThat(installed).as("python3 is on the path").isTrue();
        }
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("python3", "-c", "import email.policy")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads messages, each a file; a defect that the program finds fails the test. */
    public List<Read> read(List<Path> messages) {
        require();
        var read = new ArrayList<Read>();
        try {
            var process = new ProcessBuilder(command(messages)).start();
            var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var failure = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(failure).isZero();
            lines.lines().forEach(line -> read.add(read(JsonMapper.shared().readTree(line))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(read).hasSameSizeAs(messages);
        return read;
    }

    private static Read read(JsonNode message) {
        assertThat(message.path("defects").values()).as(message.toString()).isEmpty();
        assertThat(message.path("long").values())
                .as("RFC 5322: 78 characters a line, but for a word that is longer")
                .allMatch(line -> line.asString().matches("(Message-ID|Content-Type): \\S+"));
        assertThat(message.path("old").asString())
                .isEqualTo(message.path("subject").asString());
        var attachments = new ArrayList<Attached>();
        for (var part : message.path("attachments")) {
            assertThat(part.path("old").asString()).isEqualTo(part.path("name").asString());
            attachments.add(new Attached(
                    part.path("name").asString(),
                    part.path("type").asString(),
                    part.path("fallback").asString(),
                    part.path("sha256").asString()));
        }
        return new Read(message.path("subject").asString(), message.path("text").asString(), attachments);
    }

    private static String script() {
        try (var script = MailReaders.class.getResourceAsStream("read_mail.py")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final int LINE = 78;

    /** Jakarta's reading, as the script of Python prints its own. */
    public static void main(String... files) throws Exception {
        for (var file : files) {
            var lines =
                    Files.readString(Path.of(file), StandardCharsets.US_ASCII).lines();
            var message = new MimeMessage(Session.getInstance(new Properties()), Files.newInputStream(Path.of(file)));
            var parts = (MimeMultipart) message.getContent();
            var attachments = new ArrayList<Map<String, Object>>();
            for (int i = 1; i < parts.getCount(); i++) {
                attachments.add(attachment((MimeBodyPart) parts.getBodyPart(i)));
            }
            var printed = new LinkedHashMap<String, Object>();
            printed.put("subject", message.getSubject());
            printed.put("old", message.getSubject());
            printed.put("text", parts.getBodyPart(0).getContent());
            printed.put("attachments", attachments);
            printed.put("defects", List.of());
            printed.put("long", lines.filter(line -> line.length() > LINE).toList());
            // Whatever the machine's encoding is: what is not ASCII is escaped.
            System.out.println(ascii(JsonMapper.shared().writeValueAsString(printed)));
        }
    }

    private static Map<String, Object> attachment(MimeBodyPart part) throws Exception {
        var attachment = new LinkedHashMap<String, Object>();
        attachment.put("name", part.getFileName());
        attachment.put("old", part.getFileName());
        var type = new jakarta.mail.internet.ContentType(part.getContentType());
        attachment.put("type", type.getBaseType());
        attachment.put("fallback", Objects.requireNonNullElse(type.getParameter("name"), ""));
        try (InputStream content = part.getInputStream()) {
            attachment.put("sha256", DigestUtils.sha256Hex(content.readAllBytes()));
        }
        return attachment;
    }

    private static String ascii(String json) {
        var text = new StringBuilder();
        json.chars().forEach(c -> text.append(c < 128 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return text.toString();
    }
}
