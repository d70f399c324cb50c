package org.tongbao.deliver;

import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;

/** The server that takes the mail. One recipient per message, so that each has an answer of its own. */
public final class MailServer implements AutoCloseable {

    /** Of a title in one encoded word: 52 characters in base64, 73 with "Subject: " and what encloses them. */
    private static final int SUBJECT_BYTES = 39;

    private final Settings settings;
    private final Session session;
    private @Nullable Transport transport;

    /** The one that the settings of a home name. */
    public MailServer(Home home) {
        this.settings = home.settings();
        this.session = Session.getInstance(properties(home));
    }

    /** Whether there is one. */
    public static boolean isNamed(Settings settings) {
        return settings.has(Settings.Key.MAIL_HOST) && settings.has(Settings.Key.MAIL_FROM);
    }

    private static Properties properties(Home home) {
        var settings = home.settings();
        var properties = new Properties();
        var security = settings.text(Settings.Key.MAIL_SECURITY);
        var protocol = security.equals("tls") ? "smtps" : "smtp";
        var wait = String.valueOf(settings.number(Settings.Key.DELIVER_TIMEOUT) * 1000L);
        var prefix = "mail." + protocol + ".";
        properties.setProperty("mail.transport.protocol", protocol);
        properties.setProperty(prefix + "host", settings.text(Settings.Key.MAIL_HOST));
        properties.setProperty(prefix + "port", settings.text(Settings.Key.MAIL_PORT));
        properties.setProperty(prefix + "connectiontimeout", wait);
        properties.setProperty(prefix + "timeout", wait);
        properties.setProperty(prefix + "writetimeout", wait);
        properties.setProperty(prefix + "auth", String.valueOf(settings.has(Settings.Key.MAIL_USER)));
        properties.setProperty(prefix + "localhost", "tongbao");
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        TrustedCertificates.context(home)
                .ifPresent(trust -> properties.put(prefix + "ssl.socketFactory", trust.getSocketFactory()));
        if (security.equals("starttls")) {
            properties.setProperty(prefix + "starttls.enable", "true");
            properties.setProperty(prefix + "starttls.required", "true");
        }
        return properties;
    }

    /**
     * A message.
     *
     * @param id local part of its Message-ID: the same message has the same, whenever it is sent
     * @param words its text
     */
    public record MailMessage(String id, String to, String title, String words, List<Attachment> files) {}

    /** Says hello and, if there is a user, logs in; what stands against it, if anything does. */
    public @Nullable String connectionProblem() {
        try {
            connected();
            return null;
        } catch (MessagingException e) {
            return sentence(e);
        }
    }

    SendResult send(MailMessage mail, Instant now) {
        var message = new Tracked(session, mail.id() + "@" + domain());
        Transport open;
        try {
            open = connected();
        } catch (MessagingException e) {
            return new SendResult.Down(sentence(e));
        }
        try {
            compose(message, mail, now);
            open.sendMessage(message, message.getAllRecipients());
            return new SendResult.Sent("accepted");
        } catch (MessagingException e) {
            disconnect();
            return outcome(e, message);
        }
    }

    /** Tells somebody something, at once and once. */
    public String sendOnce(MailMessage mail, Instant now) {
        return send(mail, now).answer();
    }

    private String domain() {
        var from = settings.text(Settings.Key.MAIL_FROM);
        return from.substring(from.indexOf('@') + 1);
    }

    private void compose(MimeMessage message, MailMessage mail, Instant now) throws MessagingException {
        message.setFrom(new InternetAddress(settings.text(Settings.Key.MAIL_FROM)));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to()));
        message.setHeader("Subject", subject(mail.title()));
        message.setSentDate(Date.from(now));
        message.setHeader("Auto-Submitted", "auto-generated");
        var parts = new MimeMultipart();
        var text = new MimeBodyPart();
        text.setText(mail.words(), "UTF-8");
        parts.addBodyPart(text);
        for (var file : mail.files()) {
            var part = new MimeBodyPart();
            part.setDataHandler(new DataHandler(new FileDataSource(file.file().toFile())));
            part.setHeader("Content-Type", file.contentType());
            part.setHeader("Content-Disposition", file.disposition());
            part.setHeader("Content-Transfer-Encoding", "base64");
            parts.addBodyPart(part);
        }
        message.setContent(parts);
        message.saveChanges();
    }

    /**
     * The field {@code Subject}: encoded words (RFC 2047) of one line each, none longer than the 76 characters that a line with
     * one may have. {@link MimeMessage#setSubject} fills its first word without regard to the field's name before it.
     */
    private static String subject(String title) {
        var words = new ArrayList<String>();
        int from = 0;
        int bytes = 0;
        for (int at = 0; at < title.length(); at = title.offsetByCodePoints(at, 1)) {
            int more = Character.toString(title.codePointAt(at)).getBytes(StandardCharsets.UTF_8).length;
            if (bytes + more > SUBJECT_BYTES) {
                words.add(encodedWord(title.substring(from, at)));
                from = at;
                bytes = 0;
            }
            bytes += more;
        }
        words.add(encodedWord(title.substring(from)));
        return String.join("\r\n ", words);
    }

    private static String encodedWord(String text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    /** The bytes of a message as a server gets them. */
    void write(MailMessage mail, Instant now, OutputStream out) throws MessagingException, IOException {
        var message = new Tracked(session, mail.id() + "@" + domain());
        compose(message, mail, now);
        message.writeTo(out);
    }

    private Transport connected() throws MessagingException {
        var open = transport;
        if (open != null && open.isConnected()) {
            return open;
        }
        disconnect();
        var fresh = session.getTransport();
        transport = fresh;
        if (settings.has(Settings.Key.MAIL_USER)) {
            fresh.connect(settings.text(Settings.Key.MAIL_USER), settings.text(Settings.Key.MAIL_PASSWORD));
        } else {
            fresh.connect();
        }
        return fresh;
    }

    /** What a failure means hangs on how far the message had gone: only after its last byte is there any doubt. */
    private static SendResult outcome(Exception failure, Tracked message) {
        int code = code(failure);
        var answer = sentence(failure);
        if (code >= 500) {
            return new SendResult.Refused(answer);
        }
        if (code >= 400) {
            return new SendResult.Later(answer);
        }
        return message.isWhole()
                ? new SendResult.Unsure("no answer after the whole message: " + answer)
                : new SendResult.Later(answer);
    }

    private static int code(Exception failure) {
        int code = -1;
        for (Exception e = failure; e instanceof MessagingException next; e = next.getNextException()) {
            code = Math.max(
                    code,
                    e instanceof SMTPAddressFailedException address
                            ? address.getReturnCode()
                            : e instanceof SMTPSenderFailedException sender
                                    ? sender.getReturnCode()
                                    : e instanceof SMTPSendFailedException send ? send.getReturnCode() : -1);
        }
        return code;
    }

    private static String sentence(Exception failure) {
        if (failure instanceof AuthenticationFailedException) {
            return "the mail server does not let us in: " + failure.getMessage();
        }
        Exception last = failure;
        while (last instanceof MessagingException next && next.getNextException() != null) {
            last = next.getNextException();
        }
        var words = String.valueOf(last.getMessage()).strip().replaceAll("\\s+", " ");
        return last instanceof SSLException ? "no safe connection (mail.security, deliver.trust): " + words : words;
    }

    private void disconnect() {
        var open = transport;
        transport = null;
        if (open != null) {
            try {
                open.close();
            } catch (MessagingException e) {
                org.slf4j.LoggerFactory.getLogger(MailServer.class).debug("a connection that was broken", e);
            }
        }
    }

    @Override
    public void close() {
        disconnect();
    }

    /** A message that knows whether all of it has been handed to the connection. */
    private static final class Tracked extends MimeMessage {

        private final String id;
        private boolean whole;

        Tracked(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + ">");
        }

        @Override
        public void writeTo(OutputStream out, String @Nullable [] ignored) throws IOException, MessagingException {
            super.writeTo(out, ignored);
            whole = true;
        }

        boolean isWhole() {
            return whole;
        }
    }

    /** How many bytes a file takes in a message: base64 and its line ends. */
    static long encoded(long bytes) {
        return bytes * 137 / 100 + 2_000;
    }

    /** How many bytes a text takes. */
    static long encoded(String words) {
        return encoded(words.getBytes(StandardCharsets.UTF_8).length);
    }
}
