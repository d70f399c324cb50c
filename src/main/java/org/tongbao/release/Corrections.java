package org.tongbao.release;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tongbao.release.Release.Corrected;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/** What a run corrects, in words. */
final class Corrections {

    private final Session session;
    private final Rulebook rulebook;

    /** A session that is pinned to the run. */
    Corrections(Session session, Rulebook rulebook) {
        this.session = session;
        this.rulebook = rulebook;
    }

    List<Corrected> all() {
        var names = names();
        var causes = session
                .query(
                        "select line, kind, load_id, file, objection from correction_cause order by line, load_id, objection")
                .stream()
                .collect(Collectors.groupingBy(
                        row -> row.whole("line"), Collectors.mapping(Corrections::cause, Collectors.toList())));
        return session.query("select * from correction order by line").stream()
                .map(row -> new Corrected(
                        names.getOrDefault(row.text("subject_kind") + " " + row.text("subject"), row.text("subject")),
                        row.text("subject"),
                        row.text("figure"),
                        row.text("title"),
                        row.text("before"),
                        row.text("after"),
                        causes.getOrDefault(row.whole("line"), List.of())))
                .toList();
    }

    private Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        session.query("select distinct subject_kind from correction").forEach(row -> {
            var kind = rulebook.subjects().kind(row.text("subject_kind"));
            session.query("select cast(%s as varchar) as id, cast(%s as varchar) as name from %s"
                            .formatted(kind.id(), kind.label(), kind.table()))
                    .forEach(one -> names.put(kind.name() + " " + one.text("id"), one.text("name")));
        });
        return names;
    }

    /** With two places, of which a whole number needs none. */
    static String rounded(double value) {
        return BigDecimal.valueOf(value)
                .setScale(value == Math.rint(value) ? 0 : 2, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static String cause(Row row) {
        return switch (row.text("kind")) {
            case "load" -> "load " + row.whole("load_id") + " " + row.text("file");
            case "undone" -> "load " + row.whole("load_id") + " taken back " + row.text("file");
            case "objection" -> "objection " + row.whole("objection");
            default -> "the rules, or results of earlier periods";
        };
    }
}
