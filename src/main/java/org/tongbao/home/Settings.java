package org.tongbao.home;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/**
 * What an installation says about itself: {@code tongbao.yaml} in the home folder, and above it {@code TONGBAO_*} in the
 * environment. Every key has a default; an unknown key, or a value that cannot be meant, is a problem.
 */
public final class Settings {

    private final Map<Key, Value> values;

    private Settings(Map<Key, Value> values) {
        this.values = new EnumMap<>(values);
    }

    /** The keys. */
    public enum Key {
        DATA("data", "sample-data", Kind.TEXT, "folder with the files that arrive"),
        OUT("out", "out", Kind.TEXT, "folder for finished bulletins"),
        SHIPPED(
                "shipped",
                "",
                Kind.TEXT,
                "folder whose jobs and report-templates lie under the home's own (empty: the program's; none)"),
        PULL_CLEARED(
                "pull.cleared",
                "no",
                Kind.CHOICE,
                "yes: files are taken away once they were read; no: a run fails when none of those read before is there"),
        WAREHOUSE_MEMORY("warehouse.memory", "2GB", Kind.MEMORY, "memory that the engine may use"),
        WAREHOUSE_THREADS("warehouse.threads", "", Kind.COUNT, "threads of the engine (empty: one per processor)"),
        WAREHOUSE_LIMIT("warehouse.limit", "60", Kind.COUNT, "minutes that one statement may take"),
        OPS_URL(
                "ops.url",
                "",
                Kind.TEXT,
                "jdbc:postgresql://HOST/DATABASE for several nodes (empty: a file below var)"),
        OPS_USER("ops.user", "", Kind.TEXT, "user of the operational database"),
        OPS_PASSWORD("ops.password", "", Kind.SECRET, "password of the operational database"),
        MAIL_HOST("mail.host", "", Kind.TEXT, "server that takes the mail (empty: no mail)"),
        MAIL_PORT("mail.port", "587", Kind.COUNT, "its port: 587 for starttls, 465 for tls, 25 for none"),
        MAIL_SECURITY("mail.security", "starttls", Kind.SECURITY, "starttls, tls or none"),
        MAIL_USER("mail.user", "", Kind.TEXT, "user there (empty: no login)"),
        MAIL_PASSWORD("mail.password", "", Kind.SECRET, "password there"),
        MAIL_FROM("mail.from", "", Kind.ADDRESS, "sender's address"),
        MAIL_TEST_TO("mail.test-to", "", Kind.ADDRESS, "test mode: everything goes to this address only"),
        MAIL_LIMIT("mail.limit", "20MB", Kind.MEMORY, "largest message; more files go in several messages"),
        MAIL_QUIET("mail.quiet", "", Kind.HOURS, "hours in which no mail is sent, such as 22:00-07:00"),
        WEBHOOK_SECRET("webhook.secret", "", Kind.SECRET, "key that signs what is posted to webhooks"),
        SFTP_USER("sftp.user", "", Kind.TEXT, "user at SFTP servers"),
        SFTP_PASSWORD("sftp.password", "", Kind.SECRET, "password there (or a key)"),
        SFTP_KEY("sftp.key", "", Kind.TEXT, "file with the private key (OpenSSH or PEM)"),
        SFTP_HOSTS(
                "sftp.known-hosts", "known_hosts", Kind.TEXT, "file with the servers' keys, as ssh-keyscan writes it"),
        DELIVER_TIMEOUT("deliver.timeout", "120", Kind.COUNT, "seconds to wait for an answer of a server"),
        DELIVER_TRUST(
                "deliver.trust",
                "",
                Kind.TEXT,
                "file with certificates (PEM) that mail servers and webhooks may have besides those Java trusts"),
        DELIVER_ATTEMPTS("deliver.attempts", "8", Kind.COUNT, "how often something is tried before it is undelivered"),
        DELIVER_PATIENCE("deliver.patience", "15", Kind.NUMBER, "minutes for which a run waits to try again"),
        ALERT_TO("alert.to", "", Kind.ADDRESS, "who is told by mail when a run fails"),
        SERVE_PORT("serve.port", "", Kind.COUNT, "port of health and metrics while serving (empty: none)"),
        SERVE_ADDRESS("serve.address", "127.0.0.1", Kind.TEXT, "address it listens on"),
        RELEASE_DRAFTERS(
                "release.drafters",
                "",
                Kind.TEXT,
                "users of the machine who may draft, with commas (empty: everybody)"),
        RELEASE_CHECKERS(
                "release.checkers", "", Kind.TEXT, "users who may check drafts, with commas (empty: everybody)"),
        RELEASE_ISSUERS(
                "release.issuers",
                "",
                Kind.TEXT,
                "users who may approve, issue and withdraw, with commas (empty: everybody)"),
        RELEASE_ONE_PERSON(
                "release.one-person",
                "no",
                Kind.CHOICE,
                "yes: one person may draft, check and issue a document; the register shows it"),
        SIGN_CERTIFICATE(
                "sign.certificate",
                "",
                Kind.TEXT,
                "PKCS#12 file with the certificate and key that sign issued PDFs (empty: not signed)"),
        SIGN_PASSWORD("sign.password", "", Kind.SECRET, "its password"),
        BACKUP_KEEP("backup.keep", "14", Kind.COUNT, "how many backups are kept"),
        LANGUAGE("language", "", Kind.LANGUAGE, "of the help: zh or en (empty: as the system); as variable only");

        private final String word;
        private final String usual;
        private final Kind kind;
        private final String meaning;

        Key(String word, String usual, Kind kind, String meaning) {
            this.word = word;
            this.usual = usual;
            this.kind = kind;
            this.meaning = meaning;
        }

        /** As it is written in {@code tongbao.yaml}; a dot stands for a section. */
        public String word() {
            return word;
        }

        /** The variable of the environment that goes before the file. */
        public String variable() {
            return "TONGBAO_" + word.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        }

        public String usual() {
            return usual;
        }

        public String meaning() {
            return meaning;
        }

        /** Whether only the file may say it: it binds those who type commands. */
        public boolean isOfFileOnly() {
            return section().equals("release");
        }

        private String section() {
            int dot = word.indexOf('.');
            return dot < 0 ? "" : word.substring(0, dot);
        }

        private String leaf() {
            return word.substring(word.indexOf('.') + 1);
        }
    }

    private enum Kind {
        TEXT("a text"),
        SECRET("a text"),
        NUMBER("a whole number"),
        COUNT("a whole number from 1"),
        MEMORY("like 4GB"),
        SECURITY("starttls, tls or none"),
        LANGUAGE("zh or en"),
        CHOICE("yes or no"),
        ADDRESS("an address like office@example.org"),
        HOURS("like 22:00-07:00");

        private final String like;

        Kind(String like) {
            this.like = like;
        }

        boolean fits(String text) {
            return switch (this) {
                case TEXT, SECRET -> true;
                case NUMBER -> text.matches("\\d{1,6}");
                case COUNT -> text.matches("[1-9]\\d{0,5}");
                case MEMORY -> text.matches("\\d{1,6}(\\.\\d+)?(MB|GB|MiB|GiB)");
                case SECURITY -> List.of("starttls", "tls", "none").contains(text);
                case LANGUAGE -> List.of("zh", "en").contains(text);
                case CHOICE -> List.of("yes", "no").contains(text);
                case ADDRESS -> text.matches("[^\\s@<>]+@[^\\s@<>]+");
                case HOURS -> Hours.parse(text).isPresent();
            };
        }
    }

    /**
     * A key's value.
     *
     * @param text the value; empty if there is none
     * @param from where it was said: {@code default}, a place in the file, or a variable
     */
    public record Value(Key key, String text, String from) {

        /** What may be shown: no secrets. */
        public String shown() {
            return key.kind == Kind.SECRET && !text.isEmpty() ? "***" : text;
        }
    }

    /** Hours of the day, which may go past midnight; the end is not among them. */
    public record Hours(LocalTime from, LocalTime until) {

        static Optional<Hours> parse(String text) {
            var parts = text.split("-", -1);
            try {
                return parts.length == 2
                        ? Optional.of(new Hours(LocalTime.parse(parts[0].strip()), LocalTime.parse(parts[1].strip())))
                        : Optional.empty();
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }

        /** Whether a time of day is among them. */
        public boolean contain(LocalTime time) {
            boolean begun = !time.isBefore(from);
            boolean notEnded = time.isBefore(until);
            return from.isBefore(until) ? begun && notEnded : begun || notEnded;
        }
    }

    /** Nothing but defaults. */
    public static Settings usual() {
        var values = new EnumMap<Key, Value>(Key.class);
        for (var key : Key.values()) {
            values.put(key, new Value(key, key.usual, "default"));
        }
        return new Settings(values);
    }

    /** Reads {@code tongbao.yaml} of a home folder, if it is there, and the environment above it. */
    public static Settings read(Path root, Map<String, String> environment, Problems problems) {
        var settings = usual();
        var file = root.resolve("tongbao.yaml");
        if (Files.exists(file)) {
            new SpecFiles(root, problems).yaml(file).ifPresent(block -> block.as(settings::read));
        }
        settings.read(new TreeMap<>(environment), problems);
        return settings;
    }

    /** The same with other values. */
    public Settings with(Map<Key, String> others) {
        var changed = new Settings(values);
        others.forEach((key, text) -> changed.values.put(key, new Value(key, text, "given")));
        return changed;
    }

    private Settings read(Block file) {
        for (var key : Key.values()) {
            if (!key.section().isEmpty()) {
                file.has(key.section());
            }
            take(file, key.word, key);
        }
        Arrays.stream(Key.values())
                .map(Key::section)
                .filter(section -> !section.isEmpty())
                .distinct()
                .forEach(name -> file.block(name)
                        .ifPresent(section -> section.as(block -> {
                            Arrays.stream(Key.values())
                                    .filter(key -> key.section().equals(name))
                                    .forEach(key -> takeOnce(block, file, key));
                            return this;
                        })));
        return this;
    }

    /** As key below its section, unless it stands as one word in the file, too. */
    private void takeOnce(Block section, Block file, Key key) {
        if (file.has(key.word) && section.has(key.leaf())) {
            file.problems().add(file.at(key.word), "'" + key.word + "' stands below '" + key.section() + ":', too");
        }
        take(section, key.leaf(), key);
    }

    private void take(Block block, String name, Key key) {
        block.optionalText(name)
                .ifPresent(text ->
                        take(key, text.strip(), block.at(name), block.at(name).toString(), block.problems()));
    }

    private void read(Map<String, String> environment, Problems problems) {
        var known = Arrays.stream(Key.values())
                .filter(key -> !key.isOfFileOnly())
                .map(Key::variable)
                .toList();
        environment.forEach((name, text) -> {
            if (name.startsWith("TONGBAO_")) {
                var at = new Location("environment " + name, 1);
                Arrays.stream(Key.values())
                        .filter(key -> key.variable().equals(name))
                        .filter(key -> !key.isOfFileOnly())
                        .findFirst()
                        .ifPresentOrElse(
                                key -> take(key, text.strip(), at, name, problems),
                                () -> problems.addUnknown(at, "variable", name, known));
            }
        });
    }

    private void take(Key key, String text, Location at, String from, Problems problems) {
        if (text.isEmpty()) {
            values.put(key, new Value(key, key.usual, "default"));
        } else if (key.kind.fits(text)) {
            values.put(key, new Value(key, text, from));
        } else {
            problems.add(at, "'" + key.word + "' must be " + key.kind.like + ", found '" + text + "'");
        }
    }

    /** All of them, in the order of the keys. */
    public List<Value> all() {
        return List.copyOf(values.values());
    }

    /** A value; empty if there is none. */
    public String text(Key key) {
        return value(key).text();
    }

    /** Whether there is a value. */
    public boolean has(Key key) {
        return !text(key).isEmpty();
    }

    /** Whether the value of a key is yes. */
    public boolean isYes(Key key) {
        return text(key).equals("yes");
    }

    /** The value of a key that is a list with commas. */
    public List<String> list(Key key) {
        return Arrays.stream(text(key).split("[,，]"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** The value of a key that is a number, or the default. */
    public int number(Key key, int otherwise) {
        return has(key) ? Integer.parseInt(text(key)) : otherwise;
    }

    /** The value of a key that is a number. */
    public int number(Key key) {
        return Integer.parseInt(text(key));
    }

    /** The value of a key that is a size, in bytes. */
    public long bytes(Key key) {
        var text = text(key);
        int unit = text.replaceAll("[A-Za-z]", "").length();
        double factor =
                switch (text.substring(unit)) {
                    case "MB" -> 1e6;
                    case "GB" -> 1e9;
                    case "MiB" -> 1 << 20;
                    default -> 1 << 30;
                };
        return Math.round(Double.parseDouble(text.substring(0, unit)) * factor);
    }

    /** The value of a key that is hours, if there are any. */
    public Optional<Hours> hours(Key key) {
        return Hours.parse(text(key));
    }

    private Value value(Key key) {
        var value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("no value of " + key);
        }
        return value;
    }
}
