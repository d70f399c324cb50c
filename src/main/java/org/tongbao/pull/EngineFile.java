package org.tongbao.pull;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Scan;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.WarehouseException;

/** JSON and Parquet, which the engine reads by itself. Rows are elements; the first is 1. */
final class EngineFile {

    private EngineFile() {}

    static void stageJson(Session session, Source source, Dataset dataset, Path file) {
        stage(session, source, dataset, "JSON", names -> Scan.json(file, names), Scan.jsonKeys(file));
    }

    static void stageParquet(Session session, Source source, Dataset dataset, Path file) {
        stage(
                session,
                source,
                dataset,
                "Parquet",
                names -> Scan.parquet(file),
                "select column_name as name from (describe select * from " + Scan.parquet(file) + ")");
    }

    private interface Reader {
        String sql(List<String> names);
    }

    private static void stage(
            Session session, Source source, Dataset dataset, String format, Reader reader, String namesSql) {
        try {
            var names = session.query(namesSql).stream()
                    .map(row -> row.text("name"))
                    .toList();
            if (names.isEmpty()) {
                // An empty list: nothing happened in the period.
                new Staging(session, dataset).rows().close();
                return;
            }
            var headings = Headings.of(source, dataset, names, 0);
            var expressions = new LinkedHashMap<String, String>();
            headings.positions()
                    .forEach((column, at) -> expressions.put(
                            column, "cast(\"" + names.get(at).replace("\"", "\"\"") + "\" as varchar)"));
            var wanted = headings.positions().values().stream().map(names::get).collect(Collectors.toList());
            var staging = new Staging(session, dataset);
            staging.fill("select row_number() over () as source_row, cast(null as varchar) as sheet,"
                    + " cast(null as varchar) as fault, " + staging.columns(expressions) + " from "
                    + reader.sql(wanted));
        } catch (WarehouseException e) {
            throw new Unreadable("not readable as " + format + ": " + e.reason(), e);
        }
    }
}
