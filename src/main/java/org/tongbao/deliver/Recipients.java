package org.tongbao.deliver;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tongbao.spec.CsvRecord;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/**
 * Who gets mail: a CSV as spreadsheet programs save it, with the headings {@code 收件单位,角色,姓名,邮箱} and, if wanted,
 * {@code 通报} and {@code 备注} (English: {@code recipient,role,name,email,bulletin,note}). The first holds the key or the name
 * of the region, street or enterprise whose copies the person gets, or {@code *} for all; an empty bulletin means each.
 *
 * @param file its path below the home folder
 */
public record Recipients(String file, List<Person> people) {

    private static final Map<String, String> HEADINGS =
            Map.of("收件单位", "recipient", "角色", "role", "姓名", "name", "邮箱", "email", "通报", "bulletin", "备注", "note");
    private static final List<String> NEEDED = List.of("recipient", "role", "name", "email");

    /** RFC 5321 in ASCII: dots between words, a host's labels behind the sign. */
    private static final Pattern ADDRESS = Pattern.compile("(?=[^@]{1,64}@)(?=.{1,254}$)"
            + "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
            + "@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

    private static final Map<String, String> OTHER_COMMAS =
            Map.of("\t", "tabs", ";", "semicolons", "，", "'，'", "；", "'；'", "、", "'、'");

    private static final Pattern SEVERAL = Pattern.compile("@[^@]*[;,；，、\\s][^@]*@");
    private static final Pattern BREAK_IN_WORDS =
            Pattern.compile("(?<=[\\x21-\\x7E])\\s*[\\r\\n]+\\s*(?=[\\x21-\\x7E])");
    private static final Pattern BREAK = Pattern.compile("\\s*[\\r\\n]+\\s*");
    private static final int LONGEST_NAME = 100;

    public Recipients {
        people = List.copyOf(people);
    }

    /**
     * Somebody.
     *
     * @param at where it is said
     * @param of for which unit, {@code *} for all
     * @param bulletin which of its copies, and of their corrections; empty for all
     */
    public record Person(Location at, String of, String role, String name, String email, String bulletin) {

        /** Whether for all units. */
        boolean isForAll() {
            return of.equals("*");
        }

        /** Whether a copy that concerns the unit is sent to this person. */
        boolean wants(Destination.Mail mail, ConsignedFile copy) {
            return (mail.roles().isEmpty() || mail.roles().contains(role))
                    && (bulletin.isEmpty() || copy.goesAs(bulletin));
        }
    }

    /** Reads the list; all mistakes in it are found at once. */
    public static Recipients read(Path home, String file, Problems problems) {
        var people = new ArrayList<Person>();
        int before = problems.count();
        var rows = new SpecFiles(home, problems).csv(home.resolve(file));
        if (rows.isEmpty() && problems.count() > before) {
            return new Recipients(file, people);
        }
        var parted = rows.isEmpty() ? "" : partedBy(rows.get(0));
        if (!parted.isEmpty()) {
            problems.add(
                    new Location(file, 1),
                    "the columns are parted by " + parted + ", not by commas; save it as 'CSV UTF-8'");
            return new Recipients(file, people);
        }
        var headings = rows.isEmpty() ? List.<String>of() : headings(rows.get(0), file, problems);
        if (!headings.containsAll(NEEDED)) {
            problems.add(new Location(file, 1), "the headings must be 收件单位,角色,姓名,邮箱 (and 通报, 备注)");
            return new Recipients(file, people);
        }
        var seen = new HashSet<List<String>>();
        rows.stream().skip(1).forEach(row -> {
            var at = row.at(file);
            var cells = cells(row, headings, at, problems);
            if (cells.isEmpty()) {
                return;
            }
            var person = new Person(
                    at,
                    cells.getOrDefault("recipient", ""),
                    cells.getOrDefault("role", ""),
                    cells.getOrDefault("name", ""),
                    cells.getOrDefault("email", ""),
                    cells.getOrDefault("bulletin", ""));
            verify(person, problems);
            if (!seen.add(List.of(person.of(), person.role(), person.name(), person.email(), person.bulletin()))) {
                problems.add(at, person.name() + " stands here twice");
            }
            people.add(person);
        });
        return new Recipients(file, people);
    }

    /** What else a row's cells are parted by, if they are; empty for commas. */
    private static String partedBy(CsvRecord row) {
        return row.cells().size() > 1
                ? ""
                : OTHER_COMMAS.entrySet().stream()
                        .filter(other -> row.cell(0).contains(other.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("");
    }

    private static List<String> headings(CsvRecord row, String file, Problems problems) {
        var headings = new ArrayList<String>();
        for (var cell : row.cells()) {
            var heading = HEADINGS.getOrDefault(clean(cell), clean(cell));
            if (!heading.isEmpty() && !HEADINGS.containsValue(heading)) {
                problems.addUnknown(row.at(file), "heading", heading, HEADINGS.keySet());
            }
            if (!heading.isEmpty() && headings.contains(heading)) {
                problems.add(row.at(file), "the heading '" + cell + "' stands here twice");
            }
            headings.add(heading);
        }
        return headings;
    }

    /** A row's cells by heading; none if one has no heading. Programs save empty columns beside the table. */
    private static Map<String, String> cells(CsvRecord row, List<String> headings, Location at, Problems problems) {
        var cells = new HashMap<String, String>();
        for (int i = 0; i < row.cells().size(); i++) {
            var cell = clean(row.cell(i));
            var heading = i < headings.size() ? headings.get(i) : "";
            if (heading.isEmpty() && !cell.isEmpty()) {
                problems.add(at, "'" + cell + "' stands under no heading");
                return Map.of();
            }
            cells.put(heading, cell);
        }
        return cells;
    }

    /** Line breaks in a cell only make it narrower: between Chinese characters nothing belongs in their place. */
    private static String clean(String cell) {
        return BREAK.matcher(BREAK_IN_WORDS.matcher(cell.strip()).replaceAll(" "))
                .replaceAll("");
    }

    private static void verify(Person person, Problems problems) {
        if (person.of().isEmpty()) {
            problems.add(person.at(), "whose copies? name a region or enterprise, or * for all");
        }
        if (person.name().length() > LONGEST_NAME) {
            problems.add(person.at(), "the name has more than " + LONGEST_NAME + " characters");
        }
        var email = person.email();
        if (ADDRESS.matcher(email).matches()) {
            return;
        }
        // From an address book it comes as NAME <ADDRESS>.
        var meant = Normalizer.normalize(email, Normalizer.Form.NFKC)
                .replace('。', '.')
                .replaceFirst("^.*<([^<>]*)>\\s*$", "$1")
                .replaceAll("(?i)^mailto:|[\\p{Cntrl}\\p{Cf}\\s<>]|\\.+$", "");
        problems.add(
                person.at(),
                email.isEmpty()
                        ? "the address of '" + person.name() + "' is missing"
                        : SEVERAL.matcher(email).find()
                                ? "'" + email + "' holds several addresses; write a row for each"
                                : "'" + email + "' is no address"
                                        + (ADDRESS.matcher(meant).matches() ? ", did you mean '" + meant + "'?" : ""));
    }

    /**
     * Notes bulletins that no job sends to this list.
     *
     * @param made names of those that are
     */
    public void verifyBulletins(Collection<String> made, Problems problems) {
        people.stream()
                .filter(person -> !person.bulletin().isEmpty() && !made.contains(person.bulletin()))
                .forEach(person -> problems.addUnknown(person.at(), "bulletin for this list", person.bulletin(), made));
    }

    /** Notes units that nobody is, and names that several share: mail for one must not go to another. */
    public void verifyUnits(Units units, Problems problems) {
        for (var person : people) {
            var meant = units.called(person.of());
            if (meant.isEmpty() && !person.isForAll()) {
                problems.add(
                        person.at(),
                        "unknown unit '" + person.of() + "'"
                                + Problems.nearest(person.of(), units.words())
                                        .map(near -> ", did you mean '" + near + "'?")
                                        .orElse("; write the name or the key of a " + String.join(", ", units.kinds())
                                                + ", or * for all"));
            } else if (meant.size() > 1) {
                problems.add(
                        person.at(),
                        "'" + person.of() + "' may be any of "
                                + meant.stream()
                                        .map(unit -> "'" + unit.inFull() + "'")
                                        .collect(Collectors.joining(", "))
                                + "; write which");
            }
        }
    }
}
