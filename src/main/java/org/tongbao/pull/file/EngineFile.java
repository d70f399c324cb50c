package org.tongbao.pull.file;

import org.tongbao.pull.contract.Staging;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.tongbao.warehouse.Scan;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.WarehouseException;

/** JSON and Parquet, which the engine reads by itself. Rows are elements; the first is 1. */
final class EngineFile {

    private EngineFile() {}

    static Headings stageJson(Staging staging, FileLayout layout, Path file) {
        return stage(staging, layout, "JSON", names -> Scan.json(file, names), Scan.jsonKeys(file));
    }

    static Headings stageParquet(Staging staging, FileLayout layout, Path file) {
        return stage(
                staging,
                layout,
                "Parquet",
                names -> Scan.parquet(file),
                "select column_name as name from (describe select * from " + Scan.parquet(file) + ")");
    }

    private static Headings stage(Staging staging, FileLayout layout, String format, Function<List<String>, String> scan, String namesSql) {
        try {
            var names = staging.session().query(namesSql).stream()
                    .map(row -> row.text("name"))
                    .toList();
            if (names.isEmpty()) {
                // An empty list: nothing happened in the period.
                return Headings.NONE;
            }
            var headings = Headings.resolve(layout, names, 0);
            var expressions = new LinkedHashMap<>(layout.constants());
            headings.positions()
                    .forEach((column, at) -> expressions.put(
                            column, Characters.cleanSql("cast(" + Sql.name(names.get(at)) + " as varchar)")));
            staging.add(
                    0,
                    expressions,
                    "case when coalesce(" + String.join(", ", expressions.values()) + ") is not null then '-' end",
                    scan.apply(headings.positions().values().stream()
                            .map(names::get)
                            .toList()));
            return headings;
        } catch (WarehouseException e) {
            throw new Unreadable("not readable as " + format + ": " + e.reason(), e);
        }
    }
}
