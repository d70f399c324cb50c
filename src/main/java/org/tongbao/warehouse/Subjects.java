package org.tongbao.warehouse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/**
 * What is measured and scored, and what it rolls up to: {@code jobs/rulebook/subjects.yaml}.
 *
 * @param kinds name to kind, in file order; a kind stands before those it rolls up to
 */
public record Subjects(Map<String, Kind> kinds) {

    /** The file, below the home folder. */
    public static final String FILE = "jobs/rulebook/subjects.yaml";

    public Subjects {
        kinds = new LinkedHashMap<>(kinds);
    }

    /**
     * A kind of subject.
     *
     * @param name such as {@code region}
     * @param title such as 县（市、区）
     * @param table dataset or view that lists the subjects
     * @param id its column with the subject's id
     * @param label its column with the subject's name
     * @param within kind of the larger subject to the column that holds its id
     * @param at where it is declared
     */
    public record Kind(
            String name,
            String title,
            String table,
            String id,
            String label,
            Map<String, String> within,
            Location at) {

        public Kind {
            within = new LinkedHashMap<>(within);
        }

        /** What a query for {@code subject} and {@code name} selects, and from where. */
        private String names() {
            return "cast(" + id + " as varchar) as subject, cast(" + label + " as varchar) as name from " + table;
        }

        /** All that is asked of its table. */
        public String sql() {
            var columns = Stream.concat(Stream.of(id, label), within.values().stream());
            return "select " + columns.collect(Collectors.joining(", ")) + " from " + table;
        }
    }

    /**
     * To whom the subjects of one kind belong among those of a larger one.
     *
     * @param kind the larger kind
     * @param sql query with the columns {@code subject} and {@code parent}
     */
    public record Membership(Kind kind, String sql) {}

    /** Reads {@code subjects.yaml}. */
    public static Optional<Subjects> read(Block block) {
        return block.as(b -> {
            var kinds = new LinkedHashMap<String, Kind>();
            b.blocks("subjects").forEach((name, kind) -> kind.as(k -> new Kind(
                            name,
                            k.text("title"),
                            k.text("table"),
                            k.text("id"),
                            k.text("name"),
                            k.textMap("within"),
                            k.at()))
                    .ifPresent(k -> kinds.put(name, k)));
            for (var kind : kinds.values()) {
                for (var larger : kind.within().keySet()) {
                    if (!kinds.containsKey(larger)) {
                        b.problems().addUnknown(b.at("subjects"), "subject", larger, kinds.keySet());
                    } else if (List.copyOf(kinds.keySet()).indexOf(larger)
                            <= List.copyOf(kinds.keySet()).indexOf(kind.name())) {
                        b.problems().add(b.at("subjects"), "'" + larger + "' must stand after '" + kind.name() + "'");
                    }
                }
            }
            return new Subjects(kinds);
        });
    }

    /** Notes a name that is none; while the file itself holds a mistake, nobody can tell. */
    public void verify(String name, Location at, Problems problems) {
        if (!kinds.containsKey(name) && problems.isSound(FILE)) {
            problems.addAbsent(at, "subject", name, kinds.keySet());
        }
    }

    /** The kind with this name. */
    public Kind kind(String name) {
        var kind = kinds.get(name);
        if (kind == null) {
            throw new IllegalArgumentException("no subject '" + name + "'; there are " + kinds.keySet());
        }
        return kind;
    }

    /**
     * Shows a pinned session the names of all subjects: {@code subject_name(kind, subject, name)}. Kinds whose table can't be
     * read, because its file is broken, are left out.
     */
    public void define(Session pinned) {
        try {
            define(pinned, kinds.values());
        } catch (WarehouseException e) {
            define(
                    pinned,
                    kinds.values().stream()
                            .filter(kind ->
                                    pinned.plan("select " + kind.names()).isEmpty())
                            .toList());
        }
    }

    private static void define(Session pinned, Collection<Kind> kinds) {
        pinned.execute("create or replace temp view subject_name as"
                + " select '' as kind, '' as subject, '' as name where false"
                + kinds.stream()
                        .map(kind -> " union all select " + Sql.text(kind.name()) + ", " + kind.names())
                        .collect(Collectors.joining()));
    }

    /** The name of a subject, or its id if it is not listed. */
    public String name(Session pinned, String kind, String subject) {
        return pinned.sql("select name from (select " + kind(kind).names() + ") where subject = :subject")
                .param("subject", subject)
                .first()
                .flatMap(row -> row.optionalText("name"))
                .orElse(subject);
    }

    /** The ids of those whom an id or a name means. */
    public List<String> ids(Session pinned, String kind, String idOrName) {
        return pinned
                .sql("select subject from (select " + kind(kind).names()
                        + ") where subject = :wanted or name = :wanted order by subject")
                .param("wanted", idOrName)
                .query()
                .stream()
                .map(row -> row.text("subject"))
                .toList();
    }

    /** Every larger kind that a kind rolls up to, over one step or several, nearest first; each kind once. */
    public List<Membership> memberships(String from) {
        var memberships = new LinkedHashMap<String, Membership>();
        var open = new ArrayList<Membership>();
        var start = kind(from);
        open.add(new Membership(
                start, "select " + start.id() + " as subject, " + start.id() + " as parent from " + start.table()));
        for (int i = 0; i < open.size(); i++) {
            var membership = open.get(i);
            membership.kind().within().forEach((larger, column) -> {
                if (kinds.containsKey(larger) && !memberships.containsKey(larger)) {
                    var up = new Membership(
                            kind(larger),
                            "select w.subject, t.%s as parent from (%s) as w join %s as t on t.%s = w.parent"
                                    .formatted(
                                            column,
                                            membership.sql(),
                                            membership.kind().table(),
                                            membership.kind().id()));
                    memberships.put(larger, up);
                    open.add(up);
                }
            });
        }
        return List.copyOf(memberships.values());
    }
}
