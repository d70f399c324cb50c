package org.tongbao.render;

import freemarker.cache.FileTemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.core.ParseException;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/**
 * Fills {@code page.ftlh}. A template sees values only (texts, numbers, flags, lists, mappings): no Java class, no
 * method, no file outside {@code report-templates}. Dates arrive as {@code 2026-06-30}, so that no time zone can move
 * them.
 */
final class Templates {

    /** A query's rows: {@code facts.trend} or {@code facts["ranking-chart"]}. */
    private static final Pattern FACTS = Pattern.compile("\\bfacts(?:\\.|\\[\")([\\w-]+)");

    private final Path folder;
    private final Configuration configuration;

    Templates(Path folder) {
        this.folder = folder;
        configuration = new Configuration(Configuration.VERSION_2_3_34);
        try {
            configuration.setTemplateLoader(new FileTemplateLoader(folder.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        configuration.setObjectWrapper(new SimpleObjectWrapper(Configuration.VERSION_2_3_34));
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setAPIBuiltinEnabled(false);
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setRecognizeStandardFileExtensions(true);
        configuration.setDefaultEncoding("UTF-8");
        configuration.setLocale(Locale.CHINA);
        configuration.setTimeZone(TimeZone.getTimeZone("UTC"));
        configuration.setNumberFormat("0.##########;; roundingMode=halfUp");
        configuration.setBooleanFormat("c");
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setWrapUncheckedExceptions(true);
    }

    /**
     * Notes what is wrong with the grammar of a template, and queries that it names but that do not exist; what else
     * it does with values shows when it is filled.
     */
    void check(String name, List<String> queries, Location at, Problems problems) {
        try {
            configuration.getTemplate(name);
            var lines = Files.readAllLines(folder.resolve(name));
            for (int i = 0; i < lines.size(); i++) {
                var where = new Location("report-templates/" + name, i + 1);
                FACTS.matcher(lines.get(i))
                        .results()
                        .map(fact -> fact.group(1))
                        .filter(query -> !queries.contains(query))
                        .forEach(query -> problems.addUnknown(where, "data query", query, queries));
            }
        } catch (ParseException e) {
            problems.add(new Location("report-templates/" + name, e.getLineNumber()), firstLine(e.getEditorMessage()));
        } catch (IOException e) {
            problems.add(at, "template report-templates/" + name + " cannot be read");
        }
    }

    /** The template's text for a model of plain values. */
    String fill(String name, Map<String, @Nullable Object> model) {
        var text = new StringWriter();
        try {
            Template template = configuration.getTemplate(name);
            template.process(model, text);
        } catch (TemplateException e) {
            throw new IllegalStateException(
                    "report-templates/" + e.getTemplateSourceName() + ":" + e.getLineNumber() + " "
                            + firstLine(e.getMessageWithoutStackTop()),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("report-templates/" + name, e);
        }
        return text.toString();
    }

    /** What templates see of the facts: per query, its rows. */
    static Map<String, @Nullable Object> model(Facts facts) {
        var model = new LinkedHashMap<String, @Nullable Object>();
        facts.tables().forEach((name, table) -> model.put(name, rows(table)));
        return model;
    }

    private static List<Map<String, @Nullable Object>> rows(Facts.Table table) {
        return table.rows().stream()
                .<Map<String, @Nullable Object>>map(row -> {
                    var plain = new LinkedHashMap<String, @Nullable Object>(row);
                    plain.replaceAll((column, value) -> plain(value));
                    return plain;
                })
                .toList();
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof LocalDate || value instanceof LocalDateTime ? value.toString() : value;
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "cannot be filled"
                : message.lines().findFirst().orElse("cannot be filled").strip();
    }
}
