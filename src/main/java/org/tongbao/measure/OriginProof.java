package org.tongbao.measure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Origin;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.Subjects;

/**
 * Whether the rows that rules name as origins are there and are their subjects' own: an anti-join of {@code (subject,
 * origin)} with the rows that the run sees.
 *
 * <p>A row is a subject's own if it holds the subject's id, or leads, over at most {@value #STEPS} references or keys of the
 * same name between datasets, to a row that does: a reading is a region's over its device and that device's project.
 */
public final class OriginProof {

    private static final int STEPS = 4;

    private final Session pinned;
    private final Catalog catalog;
    private final Subjects subjects;

    /** The session must be pinned to the run whose rows are looked for. */
    public OriginProof(Session pinned, Catalog catalog, Subjects subjects) {
        this.pinned = pinned;
        this.catalog = catalog;
        this.subjects = subjects;
    }

    /** The first cases of the run's findings whose origin is none: {@code rule, subject, file, row, reason}. */
    public List<Row> ofFindings() {
        var stated = "select distinct rule, subject_kind as kind, subject, " + Origin.of("load_id", "source_row")
                + " as origin from finding where state <> 'cleared'";
        return refuted(stated);
    }

    /** The same for the rows behind an indicator's figures. */
    public List<Row> of(Indicator indicator) {
        return refuted("select distinct " + Sql.text(indicator.name()) + " as rule, " + Sql.text(indicator.subject())
                + " as kind, cast(subject as varchar) as subject, origin from (\n"
                + RuleQuery.of(indicator.sql()).evidence() + "\n) as e");
    }

    private List<Row> refuted(String stated) {
        pinned.execute("create or replace temp table stated as select s.*, l.dataset, l.file from (" + stated
                + ") as s left join load as l on l.load_id = " + Origin.load("s.origin"));
        var own =
                pinned
                        .query("select distinct kind, dataset from stated where dataset is not null order by all")
                        .stream()
                        .map(pair -> "select "
                                + Sql.text(pair.text("kind")) + " as kind, origin, subject from ("
                                + own(catalog.dataset(pair.text("dataset")), pair.text("kind")) + ") as t")
                        .collect(Collectors.joining(" union all "));
        var reason = """
                case when s.origin is null then 'no origin is given'
                    when s.file is null then 'there is no such load'
                    else 'that row is not there, or not the subject''s' end""";
        return pinned.query("select s.rule, s.subject, s.file, " + Origin.row("s.origin") + " as row, " + reason
                + " as reason from stated as s where "
                + (own.isEmpty()
                        ? "true"
                        : "not exists (select 1 from (" + own
                                + ") as o where o.origin = s.origin and o.kind = s.kind and o.subject = s.subject)")
                + " order by all limit 20");
    }

    /** The rows of a dataset that are stated as origins, each with every subject of the kind that it leads to. */
    private String own(Dataset dataset, String kind) {
        var stated = "select origin from stated where dataset = " + Sql.text(dataset.name()) + " and kind = "
                + Sql.text(kind);
        var paths = new ArrayList<String>();
        walk(dataset, kind, "from " + dataset.name() + " as t0", 0, new LinkedHashSet<>(Set.of(dataset.name())), paths);
        return paths.isEmpty()
                ? "select cast(null as bigint) as origin, '' as subject where false"
                : paths.stream()
                        .map(path -> path + " where t0.origin in (" + stated + ")")
                        .collect(Collectors.joining(" union all "));
    }

    private void walk(Dataset at, String kind, String from, int step, Set<String> passed, List<String> paths) {
        var id = subjects.kind(kind).id();
        for (var column : at.columns().values()) {
            var value = "t" + step + "." + column.name();
            var meant = meant(column);
            if (column.name().equals(id)
                    || meant.stream().anyMatch(dataset -> dataset.key().equals(List.of(id)))) {
                paths.add("select t0.origin, cast(" + value + " as varchar) as subject " + from);
            } else if (step < STEPS) {
                for (var dataset : meant) {
                    if (!passed.contains(dataset.name())) {
                        var further = new LinkedHashSet<>(passed);
                        further.add(dataset.name());
                        var next = "t" + (step + 1);
                        var join = " join %s as %s on %s.%s = %s"
                                .formatted(
                                        dataset.name(),
                                        next,
                                        next,
                                        dataset.key().get(0),
                                        value);
                        walk(dataset, kind, from + join, step + 1, further, paths);
                    }
                }
            }
        }
    }

    /** The datasets of which a column names a row: the one it refers to, or those whose key bears its name. */
    private List<Dataset> meant(Dataset.Column column) {
        return catalog.datasets().values().stream()
                .filter(dataset -> dataset.key().size() == 1
                        && (column.references() == null
                                ? dataset.key().get(0).equals(column.name())
                                : dataset.name().equals(column.references())))
                .toList();
    }
}
