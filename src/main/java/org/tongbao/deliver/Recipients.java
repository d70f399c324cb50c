package org.tongbao.deliver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.tongbao.spec.CsvRecord;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

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
        if (!Files.exists(home.resolve(file))) {
            problems.add(new Location(file, 1), "the list of recipients is not there");
            return new Recipients(people);
        }
        var rows = new SpecFiles(home, problems).csv(home.resolve(file));
        var headings = rows.isEmpty() ? List.<String>of() : headings(rows.get(0), file, problems);
        if (!headings.containsAll(NEEDED)) {
            problems.add(new Location(file, 1), "the headings must be 收件单位,角色,姓名,邮箱 (and 通报)");
            return new Recipients(people);
        }
        for (var row : rows.subList(1, rows.size())) {
            var at = row.at(file);
            if (row.cells().size() > headings.size()) {
                problems.add(at, row.cells().size() + " values, but " + headings.size() + " headings");
                continue;
            }
            var person = new Person(
                    cell(row, headings, "recipient"),
                    cell(row, headings, "role"),
                    cell(row, headings, "name"),
                    cell(row, headings, "email"),
                    cell(row, headings, "bulletin"));
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

    private static String cell(CsvRecord row, List<String> headings, String heading) {
        return row.cell(headings.indexOf(heading)).strip();
    }

    private static List<String> headings(CsvRecord row, String file, Problems problems) {
        var headings = new ArrayList<String>();
        for (var cell : row.cells()) {
            var heading = HEADINGS.getOrDefault(cell.strip(), cell.strip());
            if (!HEADINGS.containsValue(heading)) {
                problems.addUnknown(row.at(file), "heading", heading, HEADINGS.keySet());
            }
            headings.add(heading);
        }
        return headings;
    }
}
