package org.tongbao.release;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;
import org.tongbao.release.Release.Corrected;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/** What a run corrects, in words. */
final class Corrections {

    private final Session session;

    /** A session that is pinned to the run. */
    Corrections(Session session) {
        this.session = session;
    }

    List<Corrected> all() {
        var causes = session
                .query(
                        "select line, kind, load_id, file, objection from correction_cause order by line, load_id, objection")
                .stream()
                .collect(Collectors.groupingBy(
                        row -> row.whole("line"), Collectors.mapping(Corrections::cause, Collectors.toList())));
        return session.query("""
                        select c.*, coalesce(n.name, c.subject) as who
                        from correction as c
                        left join subject_name as n on n.kind = c.subject_kind and n.subject = c.subject
                        order by c.line""").stream()
                .map(row -> new Corrected(
                        row.text("who"),
                        row.text("subject"),
                        row.text("figure"),
                        row.text("title"),
                        row.text("before"),
                        row.text("after"),
                        causes.getOrDefault(row.whole("line"), List.of())))
                .toList();
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
