package org.tongbao.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongbao.pull.PlainFile;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/** A scheme scored on a small table in a warehouse in memory. */
final class ScoredTable implements AutoCloseable {

    private final Warehouse warehouse;
    final Session session;
    final PlainTable table;

    ScoredTable(Path folder, String scheme, String csv) {
        this(folder, scheme, csv, 2);
    }

    ScoredTable(Path folder, String scheme, String csv, String periods) {
        this(folder, scheme, csv, 2, periods);
    }

    ScoredTable(Path folder, String scheme, String csv, int threads) {
        this(folder, scheme, csv, threads, null);
    }

    private ScoredTable(Path folder, String scheme, String csv, int threads, @Nullable String periods) {
        warehouse =
                Warehouse.open(new Warehouse.Settings(null, "1GB", threads, folder.resolve("temp"), List.of(folder)));
        session = warehouse.session();
        var problems = new Problems();
        var rules = scheme(folder, scheme);
        var read = PlainFile.read(session, write(folder, "t.csv", csv), PlainTable.CELLS, problems)
                .flatMap(file -> PlainTable.of(session, rules, file.at(), file.header(), periods, problems));
        problems.throwIfAny();
        table = read.orElseThrow();
        table.score();
    }

    /** Reads a scheme; throws with all its mistakes. */
    static Scheme scheme(Path folder, String yaml) {
        var problems = new Problems();
        var scheme = new SpecFiles(folder, problems)
                .yaml(write(folder, "s.yaml", yaml))
                .flatMap(Scheme::read);
        problems.throwIfAny();
        return scheme.orElseThrow();
    }

    /** A node's rows by subject. */
    Map<String, Row> node(String node) {
        var rows = new LinkedHashMap<String, Row>();
        session.sql("select * from stage.score where node = :node order by subject")
                .param("node", node)
                .query()
                .forEach(row -> rows.put(row.text("subject"), row));
        return rows;
    }

    /** A node's points by subject, to six places; {@code -} where there are none. */
    String points(String node) {
        return column("normalised", node);
    }

    /** Another number of a node by subject. */
    String column(String column, String node) {
        var text = new StringBuilder();
        node(node).forEach((subject, row) -> text.append(text.isEmpty() ? "" : " ")
                .append(subject)
                .append('=')
                .append(row.optionalNumber(column)
                        .map(n -> String.valueOf(Math.rint(n * 1e6) / 1e6))
                        .orElse("-")));
        return text.toString();
    }

    String note(String node, String subject) {
        return node(node)
                .getOrDefault(subject, new Row(Map.of("note", "no row")))
                .optionalText("note")
                .orElse("");
    }

    private static Path write(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        session.close();
        warehouse.close();
    }
}
