package org.tongbao.deliver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.tongbao.spec.Csv;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/**
 * Who gets mail: a CSV in UTF-8 with the headings {@code 收件单位,角色,姓名,邮箱} and, if wanted, {@code 通报} (English:
 * {@code recipient,role,name,email,bulletin}). The first holds the key or the name of the region, street or enterprise
 * whose copies the person gets, or {@code *} for all; an empty bulletin means each.
 */
record Recipients(List<Person> people) {

    private static final Map<String, String> HEADINGS =
            Map.of("收件单位", "recipient", "角色", "role", "姓名", "name", "邮箱", "email", "通报", "bulletin");
    private static final List<String> NEEDED = List.of("recipient", "role", "name", "email");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;\"]+@[^\\s@<>,;\"]+");

    Recipients {
        people = List.copyOf(people);
    }

    /**
     * Somebody.
     *
     * @param of whose copies, {@code *} for all
     * @param bulletin which of them, empty for all
     */
    record Person(String of, String role, String name, String email, String bulletin) {

        boolean gets(Destination.Mail mail, ConsignedFile artifact) {
            return (mail.roles().isEmpty() || mail.roles().contains(role))
                    && (of.equals("*") || of.equals(artifact.recipient()) || of.equals(artifact.name()))
                    && (bulletin.isEmpty() || bulletin.equals(artifact.bulletin()));
        }
    }

    /** Reads the list; all mistakes in it are found at once. */
    static Recipients read(Path home, String file, Problems problems) {
        var people = new ArrayList<Person>();
        var seen = new HashSet<Person>();
        List<String> lines;
        try {
            lines = Files.readAllLines(home.resolve(file), StandardCharsets.UTF_8);
        } catch (java.nio.file.NoSuchFileException e) {
            problems.add(new Location(file, 1), "the list of recipients is not there");
            return new Recipients(people);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var headings = lines.isEmpty() ? List.<String>of() : headings(lines.get(0), file, problems);
        if (!headings.containsAll(NEEDED)) {
            problems.add(new Location(file, 1), "the headings must be 收件单位,角色,姓名,邮箱 (and 通报)");
            return new Recipients(people);
        }
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            var at = new Location(file, i + 1);
            var cells = Csv.cells(lines.get(i));
            if (cells.size() > headings.size()) {
                problems.add(at, cells.size() + " values, but " + headings.size() + " headings");
                continue;
            }
            var row = new LinkedHashMap<String, String>();
            for (int j = 0; j < headings.size(); j++) {
                row.put(headings.get(j), j < cells.size() ? cells.get(j).strip() : "");
            }
            var person = new Person(
                    row.getOrDefault("recipient", ""),
                    row.getOrDefault("role", ""),
                    row.getOrDefault("name", ""),
                    row.getOrDefault("email", ""),
                    row.getOrDefault("bulletin", ""));
            if (person.of().isEmpty()) {
                problems.add(at, "whose copies? name a region or enterprise, or * for all");
            }
            if (!ADDRESS.matcher(person.email()).matches()) {
                problems.add(at, "'" + person.email() + "' is no address");
            }
            if (!seen.add(person)) {
                problems.add(at, person.name() + " stands here twice");
            }
            people.add(person);
        }
        return new Recipients(people);
    }

    private static List<String> headings(String line, String file, Problems problems) {
        var headings = new ArrayList<String>();
        for (var cell : Csv.cells(line.startsWith("\uFEFF") ? line.substring(1) : line)) {
            var heading = HEADINGS.getOrDefault(cell.strip(), cell.strip());
            if (!HEADINGS.containsValue(heading)) {
                problems.addUnknown(new Location(file, 1), "heading", heading, HEADINGS.keySet());
            }
            headings.add(heading);
        }
        return headings;
    }
}
