package org.tongbao.render;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.chart.Chart;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.page.PageTemplates;
import org.tongbao.render.sheet.Worksheet;
import org.tongbao.render.workbook.WorkbookTemplate;
import org.tongbao.run.Period;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.WarehouseException;

/**
 * A declared document ({@code report-templates/<name>/bulletin.yaml}): its queries, its charts and how it looks.
 *
 * @param name the folder's name
 * @param title document title; {@code {period}} stands for the period, {@code |} marks where it may break into lines
 * @param audience kind of subject that receives a copy each; {@code city} for one document
 * @param recipients query that gives {@code id} and {@code name} of each who receives a copy, instead of a whole kind; or
 *     null
 * @param concerns kinds of subject whose people are to have the one document, or a copy whose subject lies within them or
 *     they within it; with where each is named
 * @param basis the clauses that ask for the document; those that ask for one of its tables stand in the head of its query
 * @param needs datasets without which the document is not made: what all of it speaks of; with where each is named
 * @param numberedEach whether each copy is issued under a number of its own; otherwise all bear one
 * @param page the template of the PDF, a file name in the folder, or null
 * @param bureau the bureau's words by name, as templates take them
 * @param letterhead what stands on head and foot: mark, office, code, to, copies
 * @param charts name to chart, in file order
 * @param workbook the template of the workbook, whose sheets stand before those declared; or null
 * @param sheets the workbook's declared sheets, in file order; no workbook if there are none and no template
 * @param data the queries, in order of name; each makes one table of facts
 * @param audienceAt where the audience is declared
 */
public record Bulletin(
        String name,
        String title,
        String audience,
        @Nullable SqlFile recipients,
        Map<String, Location> concerns,
        List<String> basis,
        Map<String, Location> needs,
        boolean numberedEach,
        @Nullable String page,
        Map<String, String> bureau,
        Map<String, String> letterhead,
        Map<String, Chart> charts,
        @Nullable WorkbookTemplate workbook,
        List<Worksheet> sheets,
        List<SqlFile> data,
        Location audienceAt) {

    private static final List<String> LETTERHEAD = List.of("mark", "office", "code", "to", "copies", "contact");

    public Bulletin {
        concerns = new LinkedHashMap<>(concerns);
        basis = List.copyOf(basis);
        needs = new LinkedHashMap<>(needs);
        bureau = new LinkedHashMap<>(bureau);
        letterhead = new LinkedHashMap<>(letterhead);
        charts = new LinkedHashMap<>(charts);
        sheets = List.copyOf(sheets);
        data = List.copyOf(data);
    }

    /** The same under another code in its number. */
    public Bulletin withCode(String code) {
        var head = new LinkedHashMap<>(letterhead);
        head.put("code", code);
        return with(head, recipients, data);
    }

    /** The same, in which the queries that nobody asks for give no rows: their clauses are not in force. */
    public Bulletin asking(Predicate<SqlFile> isAsked) {
        UnaryOperator<SqlFile> kept = query -> isAsked.test(query) ? query : withoutRows(query);
        return with(
                letterhead,
                recipients == null ? null : kept.apply(recipients),
                data.stream().map(kept).toList());
    }

    /** On the same lines, so that what is wrong with the query is told where it stands. */
    private static SqlFile withoutRows(SqlFile query) {
        return new SqlFile(
                query.name(),
                query.title(),
                query.header(),
                "select * from (" + query.body() + "\n) as not_asked where 1 = 0",
                query.line());
    }

    private Bulletin with(Map<String, String> head, @Nullable SqlFile recipients, List<SqlFile> data) {
        return new Bulletin(
                name,
                title,
                audience,
                recipients,
                concerns,
                basis,
                needs,
                numberedEach,
                page,
                bureau,
                head,
                charts,
                workbook,
                sheets,
                data,
                audienceAt);
    }

    /** The charts as these facts let them be drawn. */
    Map<String, Chart> charts(Facts facts) {
        var drawn = new LinkedHashMap<String, Chart>();
        charts.forEach((key, chart) -> drawn.put(key, chart.withoutEmptySeries(facts.table(chart.data()))));
        return drawn;
    }

    /** Reads a bulletin's folder below {@code report-templates}; every mistake goes to the files' problems. */
    public static Optional<Bulletin> read(SpecFiles files, Path folder) {
        return reader(files, queries(files, files.name(folder.resolveSibling("shared"))))
                .apply(folder);
    }

    /** Reads one bulletin's folder after the other; what they share is read once. */
    public static Function<Path, Optional<Bulletin>> reader(SpecFiles files) {
        return reader(files, queries(files, "report-templates/shared"));
    }

    private static Function<Path, Optional<Bulletin>> reader(SpecFiles files, Map<String, Optional<SqlFile>> shared) {
        var templates = new PageTemplates(files.layers().below("report-templates"));
        return folder -> {
            var own = queries(files, files.name(folder));
            var name = String.valueOf(folder.getFileName());
            return files.yaml(folder.resolve("bulletin.yaml"))
                    .flatMap(block -> block.as(b -> read(b, name, files, templates, data(b, own, shared))));
        };
    }

    /** Name to query; none where its file can't be read, which is told there. */
    private static Map<String, Optional<SqlFile>> queries(SpecFiles files, String folder) {
        var queries = new TreeMap<String, Optional<SqlFile>>();
        files.find(folder + "/data/*.sql")
                .forEach(file ->
                        queries.put(String.valueOf(file.getFileName()).replaceFirst("\\.sql$", ""), files.sql(file)));
        return queries;
    }

    /** The folder's own queries and those it takes from the shared folder, in order of name. */
    private static Map<String, Optional<SqlFile>> data(
            Block block, Map<String, Optional<SqlFile>> own, Map<String, Optional<SqlFile>> shared) {
        var data = new TreeMap<>(own);
        for (var name : block.texts("shared")) {
            var found = shared.get(name);
            if (found == null) {
                block.problems().addAbsent(block.at("shared"), "shared query", name, shared.keySet());
                var meant = Problems.nearest(name, shared.keySet()).orElse(name);
                data.putIfAbsent(meant, shared.getOrDefault(meant, Optional.empty()));
            } else if (data.putIfAbsent(name, found) != null) {
                block.problems().add(block.at("shared"), "'" + name + "' is a query of this folder and a shared one");
            }
        }
        return data;
    }

    private static Bulletin read(
            Block block, String folderName, SpecFiles files, PageTemplates pages, Map<String, Optional<SqlFile>> data) {
        var templates = files.layers().below("report-templates");
        var name = block.text("bulletin");
        if (!name.isEmpty() && !name.equals(folderName)) {
            block.problems()
                    .add(
                            block.at("bulletin"),
                            "bulletin '" + name + "' must be called like its folder, '" + folderName + "'");
        }
        var page = block.optionalText("page").orElse(null);
        var queries = List.copyOf(data.keySet());
        var charts = Chart.read(block, queries, files.layers());
        var declared = block.block("charts").map(Block::names).orElse(Set.of());
        if (page != null) {
            pages.check(folderName + "/" + page, queries, declared, block.at("page"), block.problems());
        }
        var workbook = block.optionalText("workbook")
                .flatMap(file -> WorkbookTemplate.read(
                        templates.file(folderName + "/" + file),
                        "report-templates/" + folderName + "/" + file,
                        queries,
                        block.at("workbook"),
                        block.problems()))
                .orElse(null);
        var sheets = Worksheet.read(block, queries, declared);
        if (workbook != null) {
            sheets.stream()
                    .filter(sheet -> workbook.sheets().stream().anyMatch(sheet.name()::equalsIgnoreCase))
                    .forEach(sheet -> block.problems()
                            .add(sheet.at(), "there is a sheet '" + sheet.name() + "' in " + workbook.name()));
        }
        return new Bulletin(
                name,
                block.text("title"),
                block.optionalText("for").orElse("city"),
                recipients(block, data),
                named(block, "concerns"),
                block.texts("basis"),
                named(block, "needs"),
                block.oneOf("numbers", List.of("one", "each"), "one").equals("each"),
                page,
                files.words(),
                letterhead(block),
                charts,
                workbook,
                sheets,
                data.values().stream().flatMap(Optional::stream).toList(),
                block.at("for"));
    }

    private static Map<String, Location> named(Block block, String key) {
        var names = new LinkedHashMap<String, Location>();
        block.texts(key).forEach(name -> names.put(name, block.at(key)));
        return names;
    }

    private static @Nullable SqlFile recipients(Block block, Map<String, Optional<SqlFile>> data) {
        if (!block.has("recipients")) {
            return null;
        }
        if (block.has("for")) {
            block.problems().add(block.at("recipients"), "a bulletin has 'for' or 'recipients', not both");
        }
        var name = block.text("recipients");
        if (!name.isEmpty() && !data.containsKey(name)) {
            block.problems().addAbsentBeside(block.at("recipients"), "data query", name, data.keySet());
        }
        return data.getOrDefault(name, Optional.empty()).orElse(null);
    }

    private static Map<String, String> letterhead(Block block) {
        var letterhead = new LinkedHashMap<String, String>();
        block.block("letterhead")
                .ifPresent(inner -> inner.as(b -> {
                    LETTERHEAD.forEach(
                            key -> letterhead.put(key, b.optionalText(key).orElse("")));
                    return letterhead;
                }));
        return letterhead;
    }

    /**
     * Lets the engine plan every query in a pinned session, and compares the columns of charts and sheets with what the queries give.
     */
    public void check(Session session, Problems problems) {
        data.forEach(query -> check(query, sql -> session.columns(sql.body()), problems));
    }

    /** The same for one of the queries; its columns are asked for. */
    public void check(SqlFile query, Function<SqlFile, List<String>> columns, Problems problems) {
        try {
            checkColumns(query, columns.apply(query), problems);
        } catch (WarehouseException e) {
            problems.add(query.at(e.line().orElse(1)), e.reason());
        }
    }

    /** Notes what misses a column in facts that were asked for before. */
    void check(Facts facts, Problems problems) {
        data.forEach(query -> checkColumns(query, facts.table(query.name()).columns(), problems));
    }

    /** Whether facts of the other serve this one, too: another title, page, chart or sheet needs no others. */
    public boolean hasQueriesOf(Bulletin other) {
        return audience.equals(other.audience)
                && basis.equals(other.basis)
                && schemes().keySet().equals(other.schemes().keySet())
                && queries().equals(other.queries())
                && Objects.equals(text(recipients), text(other.recipients));
    }

    private Map<String, String> queries() {
        var texts = new LinkedHashMap<String, String>();
        data.forEach(query -> texts.put(query.name(), text(query)));
        return texts;
    }

    private static String text(@Nullable SqlFile query) {
        return query == null ? "" : query.body();
    }

    private void checkColumns(SqlFile query, List<String> columns, Problems problems) {
        if (query.equals(recipients)) {
            Stream.of("id", "name")
                    .filter(column -> !columns.contains(column))
                    .forEach(column -> problems.addUnknown(query.at(1), "column for 'recipients'", column, columns));
        }
        sheets.stream()
                .filter(sheet -> sheet.data().equals(query.name()))
                .forEach(sheet -> sheet.checkColumns(query.at(1), columns, problems));
        if (workbook != null) {
            workbook.checkColumns(query.name(), query.at(1), columns, problems);
        }
        charts.values().stream()
                .filter(chart -> chart.data().equals(query.name()))
                .forEach(chart -> chart.checkColumns(query.at(1), columns, problems));
    }

    /** The schemes that sheets name, to where. */
    public Map<String, Location> schemes() {
        var schemes = new LinkedHashMap<String, Location>();
        sheets.forEach(
                sheet -> Optional.ofNullable(sheet.scheme()).ifPresent(scheme -> schemes.put(scheme, sheet.at())));
        return schemes;
    }

    /** The clauses that ask for a query's table: {@code -- basis: R086} in its head. */
    public static List<String> basis(SqlFile query) {
        return query.header().texts("basis");
    }

    /** Whether a query says what the whole document is about, and so gives its row whatever is in force: {@code -- rows: one}. */
    public static boolean hasOneRow(SqlFile query) {
        return query.header().optionalText("rows").equals(Optional.of("one"));
    }

    /** Runs the queries in a session pinned to the run; the facts of each recipient's copy, in their order. */
    List<Facts> facts(Session session, List<String> recipients) {
        return Facts.read(session, data, schemes().keySet(), recipients);
    }

    /** The title for a period, in the pieces that may stand on lines of their own. */
    public List<String> titleFor(Period period) {
        return List.of(
                title.replace("{period}", String.join("|", period.titleLines())).split("\\|"));
    }
}
