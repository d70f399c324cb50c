package org.tongbao.release;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;

/** Objections (申诉) against a period's drafts, and what has become of the figures that they were against. */
final class Objections {

    private Objections() {}

    /**
     * One objection.
     *
     * @param run against whose drafts it was raised
     * @param upheld null until it is decided
     * @param before the figure in that run
     * @param after the figure in the run that is looked at
     */
    record Objection(
            long number,
            long run,
            String subject,
            String figure,
            @Nullable Boolean upheld,
            String before,
            String after) {

        boolean isOpen() {
            return upheld == null;
        }

        boolean isUpheld() {
            return Boolean.TRUE.equals(upheld);
        }

        boolean changed() {
            return !before.equals(after);
        }

        /** 申诉3（临澜区，hazard_on_time）. */
        String words() {
            return "申诉" + number + "（" + subject + "，" + figure + "）";
        }
    }

    /** Those against the drafts of the pinned run, and of earlier runs for its period since something was last issued. */
    static List<Objection> of(Session session) {
        return session.query("select * from objection order by objection").stream()
                .map(Objections::objection)
                .toList();
    }

    private static Objection objection(Row row) {
        return new Objection(
                row.whole("objection"),
                row.whole("run"),
                row.text("subject"),
                row.text("figure"),
                row.isNull("upheld") ? null : row.flag("upheld"),
                printed(row, "before"),
                printed(row, "after"));
    }

    private static String printed(Row row, String column) {
        return row.optionalNumber(column).map(Corrections::rounded).orElse("—");
    }

    /**
     * The key of a subject that has a figure.
     *
     * @param subject its key or its name
     * @throws IllegalArgumentException if the run has no such figure, or not for this subject
     */
    static String subject(Session session, Subjects subjects, String subject, String figure) {
        var figures = session
                .query(
                        "select distinct node as figure from score union select distinct indicator from observation order by 1")
                .stream()
                .map(row -> row.text("figure"))
                .toList();
        if (!figures.contains(figure)) {
            throw new IllegalArgumentException("no figure '" + figure + "'" + Problems.suggestion(figure, figures));
        }
        var names = new TreeSet<String>();
        for (var kind : subjects.kinds().values()) {
            var found = session.sql("""
                            select cast(%1$s as varchar) as id, cast(%2$s as varchar) as name from %3$s
                            where cast(%1$s as varchar) in (
                                select subject from observation where indicator = :figure
                                union
                                select subject from score where node = :figure)
                            order by 1""".formatted(kind.id(), kind.label(), kind.table()))
                    .param("figure", figure)
                    .query();
            for (var row : found) {
                if (row.text("id").equals(subject) || row.text("name").equals(subject)) {
                    return row.text("id");
                }
                names.add(row.text("name"));
            }
        }
        throw new IllegalArgumentException("nobody called '" + subject + "' has the figure '" + figure + "'"
                + Problems.suggestion(subject, names));
    }
}
