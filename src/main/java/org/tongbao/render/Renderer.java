package org.tongbao.render;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.chart.ChartDrawing;
import org.tongbao.render.chart.ChartFonts;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.page.Page;
import org.tongbao.render.page.PagePreview;
import org.tongbao.render.page.PageTemplates;
import org.tongbao.render.style.FontFiles;
import org.tongbao.render.workbook.WorkbookWriter;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Session;

/** Renders bulletins. One renderer serves several threads; it reads fonts and templates once. */
public final class Renderer {

    private final PageTemplates templates;
    private final ChartFonts fonts;
    private final Page page;

    /** Fonts, shared macros and bulletins lie below {@code folder} ({@code report-templates}). */
    public Renderer(Layers folder) {
        this.templates = new PageTemplates(folder);
        var files = FontFiles.in(folder.below("shared/fonts"));
        this.fonts = new ChartFonts(files);
        this.page = new Page(files, fonts);
    }

    /** The characters that no font has, of all pages so far, such as {@code 𬭎 (U+2CB4E)}: they are printed as #. */
    public Set<String> missingGlyphs() {
        return page.missingGlyphs();
    }

    /** Asks a session pinned to the run for the facts of a copy, once for page and workbook. */
    public Copy copy(Bulletin bulletin, Session session, Edition edition) {
        return copies(bulletin, session, List.of(edition)).get(0);
    }

    /** Asks a session pinned to the run for the facts of several copies, each query once for all of them. */
    public List<Copy> copies(Bulletin bulletin, Session session, List<Edition> editions) {
        var facts = bulletin.facts(
                session, editions.stream().map(Edition::recipient).toList());
        return IntStream.range(0, editions.size())
                .mapToObj(i -> new Copy(bulletin, facts.get(i), editions.get(i)))
                .toList();
    }

    /** A copy as {@link Copy#save} wrote it, perhaps in another process. */
    public Copy restore(Bulletin bulletin, InputStream in) throws IOException {
        var snapshot = CopySnapshot.read(in);
        return new Copy(bulletin, snapshot.facts(), snapshot.edition());
    }

    /** One recipient's bulletin: page and workbook of the same facts. */
    public final class Copy {

        private final Bulletin bulletin;
        private final Facts facts;
        private final Edition edition;

        private Copy(Bulletin bulletin, Facts facts, Edition edition) {
            this.bulletin = bulletin;
            this.facts = facts;
            this.edition = edition;
        }

        /** The same facts in another version of the bulletin, one that {@link Bulletin#hasQueriesOf has the same queries}. */
        public Copy withBulletin(Bulletin version) {
            return new Copy(version, facts, edition);
        }

        /** Notes what in the bulletin's files names a column that the facts lack. */
        public void check(Problems problems) {
            bulletin.check(facts, problems);
        }

        public boolean hasPage() {
            return bulletin.page() != null;
        }

        public boolean hasWorkbook() {
            return bulletin.workbook() != null || !bulletin.sheets().isEmpty();
        }

        /** Writes what it is drawn from. */
        public void save(OutputStream out) throws IOException {
            new CopySnapshot(edition, facts).write(out);
        }

        /** Writes the PDF. */
        public void page(OutputStream out) {
            Renderer.this.page(bulletin, facts, edition, out);
        }

        /** Writes the workbook. */
        public void workbook(OutputStream out) throws IOException {
            var office = bulletin.letterhead().getOrDefault("office", "");
            var cover = new WorkbookWriter.Cover(
                    String.join("", bulletin.titleFor(edition.period())), office, edition.period(), edition.isDraft());
            WorkbookWriter.write(cover, bulletin.workbook(), bulletin.sheets(), bulletin.charts(facts), facts, out);
        }

        /** Compares finished files of the copy with its facts, figure by figure; a file that is not there has none. */
        public Comparison compare(Path pdf, Path workbook) {
            try {
                return CrossCheck.of(bulletin, facts, pdf, workbook);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Writes what an editor of the template looks at: PDF, page images, HTML and workbook; returns the files. */
        public List<Path> preview(Path folder) throws IOException {
            Files.createDirectories(folder);
            var files = new ArrayList<Path>();
            var executor = Executors.newSingleThreadExecutor();
            try {
                var rest = executor.submit(() -> previewWithoutPages(folder));
                if (hasPage()) {
                    var pdf = new ByteArrayOutputStream();
                    page(pdf);
                    files.add(Files.write(folder.resolve(bulletin.name() + ".pdf"), pdf.toByteArray()));
                    files.addAll(PagePreview.writePages(pdf.toByteArray(), folder, bulletin.name()));
                }
                files.addAll(rest.get());
                return files;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IOException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while previewing " + bulletin.name(), e);
            } finally {
                executor.shutdown();
            }
        }

        private List<Path> previewWithoutPages(Path folder) throws IOException {
            var files = new ArrayList<Path>();
            if (hasPage()) {
                files.add(Files.write(
                        folder.resolve(bulletin.name() + ".html"),
                        PagePreview.withPictures(html(bulletin, facts, edition), charts(bulletin, facts))));
            }
            if (hasWorkbook()) {
                var file = folder.resolve(bulletin.name() + ".xlsx");
                try (var out = Files.newOutputStream(file)) {
                    workbook(out);
                }
                files.add(file);
            }
            return files;
        }
    }

    void page(Bulletin bulletin, Facts facts, Edition edition, OutputStream out) {
        try {
            page.write(html(bulletin, facts, edition), edition.period().end(), charts(bulletin, facts), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String html(Bulletin bulletin, Facts facts, Edition edition) {
        var template = bulletin.page();
        if (template == null) {
            throw new IllegalArgumentException("bulletin '" + bulletin.name() + "' has no page");
        }
        return templates.fill(bulletin.name() + "/" + template, model(bulletin, facts, edition));
    }

    private Function<String, ChartDrawing> charts(Bulletin bulletin, Facts facts) {
        var drawn = bulletin.charts(facts);
        return name -> {
            var chart = drawn.get(name);
            if (chart == null) {
                throw new IllegalArgumentException("no chart '" + name + "' in bulletin '" + bulletin.name() + "'");
            }
            return new ChartDrawing(chart, facts.table(chart.data()), fonts);
        };
    }

    private static Map<String, @Nullable Object> model(Bulletin bulletin, Facts facts, Edition edition) {
        var period = edition.period();
        var charts = new LinkedHashMap<String, @Nullable Object>();
        bulletin.charts()
                .forEach((name, chart) -> charts.put(
                        name, Map.of("title", chart.title(), "drawn", chart.canBeDrawn(facts.table(chart.data())))));
        var model = new LinkedHashMap<String, @Nullable Object>();
        model.put("facts", PageTemplates.model(facts));
        model.put("title", bulletin.titleFor(period));
        model.put("letterhead", bulletin.letterhead());
        model.put(
                "bureau", new PageTemplates.NamedValues("word of the bureau", new LinkedHashMap<>(bulletin.bureau())));
        model.put("charts", new PageTemplates.NamedValues("chart", charts));
        var sheets = new LinkedHashMap<String, @Nullable Object>();
        bulletin.sheets().forEach(sheet -> sheets.put(sheet.name(), sheet.templateModel()));
        model.put("sheets", new PageTemplates.NamedValues("sheet", sheets));
        model.put(
                "period",
                Map.of(
                        "title",
                        period.title(),
                        "end",
                        period.end().toString(),
                        "year",
                        period.start().getYear(),
                        "month",
                        period.start().getMonthValue(),
                        "start",
                        period.start().toString(),
                        "last",
                        period.end().minusDays(1).toString(),
                        "previous",
                        period.previous().title()));
        model.put("recipient", edition.recipient());
        model.put("draft", edition.isDraft());
        model.put("number", edition.number());
        model.put("remark", edition.remark());
        model.put(
                "issuedOn",
                edition.issuedOn() == null ? null : edition.issuedOn().toString());
        return model;
    }
}
