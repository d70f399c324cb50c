package org.tongbao.deliver;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.tongbao.run.Period;
import org.tongbao.spec.Block;

/** Where a job's finished bulletins go: an entry of {@code deliver:} in {@code job.yaml}. */
public sealed interface Destination {

    /** What of a job's bulletins goes there. */
    Choice choice();

    /**
     * What goes somewhere.
     *
     * @param bulletins names; all of them when none is named
     * @param drafts whether also what has not been issued: the office's own desk, a pack for its own meeting
     */
    record Choice(List<String> bulletins, boolean drafts) {

        public Choice {
            bulletins = List.copyOf(bulletins);
        }

        /** Whether a file is of one of them, or corrects one. */
        boolean takes(ConsignedFile file) {
            return bulletins.isEmpty() || bulletins.stream().anyMatch(file::goesAs);
        }
    }

    /** Where it is and when something goes there, for people. */
    default String words(Period period) {
        return place().replace("{period}", period.toString()) + (choice().drafts() ? "" : ", once issued");
    }

    /** What the file says it is. */
    String place();

    /**
     * A folder.
     *
     * @param place its path, with placeholders such as {@code {period}}
     */
    record Folder(String place, Choice choice) implements Destination {}

    /**
     * Mail to people of a list.
     *
     * @param list CSV below the home folder; see {@link Recipients}
     * @param roles those of the list who get it; all when none is named
     */
    record Mail(String list, List<String> roles, Choice choice) implements Destination {

        @Override
        public String place() {
            return "mail to " + list + (roles.isEmpty() ? "" : ": " + String.join(", ", roles));
        }

        public Mail {
            roles = List.copyOf(roles);
        }
    }

    /** A service to which each file is posted. */
    record Webhook(URI address, Choice choice) implements Destination {

        @Override
        public String place() {
            return address.toString();
        }

        public Webhook {
            if (!Set.of("http", "https").contains(String.valueOf(address.getScheme())) || address.getHost() == null) {
                throw new IllegalArgumentException("webhook '" + address + "' is not like https://host/path");
            }
        }
    }

    /**
     * A folder of an SFTP server.
     *
     * @param place such as {@code sftp://host:22/folder/{period}}
     */
    record Sftp(String place, Choice choice) implements Destination {

        private static final Pattern PLACE = Pattern.compile("sftp://[^/:\\s]+(:\\d+)?(/\\S*)?");

        public Sftp {
            if (!PLACE.matcher(place).matches()) {
                throw new IllegalArgumentException("sftp '" + place + "' is not like sftp://host/folder");
            }
        }
    }

    /** Stands for something of an artifact in the name of a folder. */
    Set<String> PLACEHOLDERS = Set.of("{job}", "{period}", "{bulletin}", "{recipient}");

    /** Reads an entry; its bulletins must be among those that the job makes. */
    static Optional<Destination> read(Block block, List<String> made) {
        return block.as(b -> {
            var kinds = List.of("folder", "mail", "webhook", "sftp");
            var named = kinds.stream().filter(b::has).toList();
            if (named.size() != 1) {
                b.problems().add(b.at(), "name one of folder, mail, webhook or sftp");
            }
            var choice = new Choice(b.texts("bulletins", "bulletin of the job", made), b.flag("drafts", false));
            return switch (named.isEmpty() ? "folder" : named.get(0)) {
                case "mail" -> new Mail(b.text("mail"), b.texts("roles"), choice);
                case "webhook" -> new Webhook(URI.create(b.text("webhook")), choice);
                case "sftp" -> new Sftp(place(b, "sftp"), choice);
                default -> new Folder(place(b, "folder"), choice);
            };
        });
    }

    private static String place(Block block, String key) {
        var place = block.text(key);
        Pattern.compile("\\{[^}]*}?")
                .matcher(place)
                .results()
                .map(MatchResult::group)
                .filter(placeholder -> !PLACEHOLDERS.contains(placeholder))
                .forEach(unknown -> block.problems().addUnknown(block.at(key), "placeholder", unknown, PLACEHOLDERS));
        return place;
    }
}
