package org.tongbao.render.page;

import freemarker.cache.FileTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.core.InvalidReferenceException;
import freemarker.core.ParseException;
import freemarker.core.TemplateClassResolver;
import freemarker.core._CoreAPI;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.facts.Facts;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/**
 * Fills {@code page.ftlh}. A template sees values only (texts, numbers, flags, lists, mappings): no Java class, no
 * method, no file outside {@code report-templates}. Dates arrive as {@code 2026-06-30}, so that no time zone can move
 * them.
 */
public final class PageTemplates {

    /** A query's rows: {@code facts.trend} or {@code facts["ranking-chart"]}. */
    private static final Pattern FACTS = Pattern.compile("\\bfacts(?:\\.|\\[\")([\\w-]+)");

    /** A chart put on the page: {@code <@o.chart name="trend"/>}. */
    private static final Pattern CHART = Pattern.compile("<@o\\.chart\\s+name=\"([^\"$]+)\"");

    /** A line of FreeMarker's account of how it got to a mistake. */
    private static final Pattern LOCATION = Pattern.compile("in template \"([^\"]+)\".*?at line (\\d+)");

    /** A template used by another: {@code <#import "/shared/macros.ftlh" as o>}. */
    private static final Pattern USED = Pattern.compile("<#(?:import|include)\\s+\"/?([^\"$]+)\"");

    private static final Pattern NAME = Pattern.compile("\\w+");

    private static final String INTERRUPTED = "tongbao.can-be-interrupted";

    private static final SimpleObjectWrapper VALUES = new SimpleObjectWrapper(Configuration.VERSION_2_3_34);

    /** The longest of ours takes a second. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Characters of the longest text that one may give. */
    private static final int LONGEST = 32_000_000;

    private final Layers folder;
    private final Configuration configuration;
    private final Duration limit;

    public PageTemplates(Layers folder) {
        this(folder, LIMIT);
    }

    /**
     * Templates.
     *
     * @param limit how long one may take to be filled
     */
    PageTemplates(Layers folder, Duration limit) {
        this.folder = folder;
        this.limit = limit;
        configuration = new Configuration(Configuration.VERSION_2_3_34);
        var loaders = Stream.of(folder.own(), folder.shipped())
                .filter(layer -> layer != null && Files.isDirectory(layer))
                .map(PageTemplates::loader)
                .toArray(TemplateLoader[]::new);
        configuration.setTemplateLoader(new MultiTemplateLoader(loaders));
        configuration.setTemplateUpdateDelayMilliseconds(0); // who edits a template wants to see it
        configuration.setObjectWrapper(VALUES);
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

    private static TemplateLoader loader(Path folder) {
        try {
            return new FileTemplateLoader(folder.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Notes what is wrong with the grammar of a template and of those it uses, and queries and charts that it names but
     * that do not exist; what else it does with values shows when it is filled.
     */
    public void check(
            String name, Collection<String> queries, Collection<String> charts, Location at, Problems problems) {
        try {
            if (!isGrammatical(name, problems)) {
                return;
            }
            var lines = Files.readAllLines(folder.file(name));
            for (int i = 0; i < lines.size(); i++) {
                var where = new Location("report-templates/" + name, i + 1);
                checkUsed(lines.get(i), where, problems);
                unknown(FACTS, lines.get(i), queries)
                        .forEach(query -> problems.addAbsentBeside(where, "data query", query, queries));
                unknown(CHART, lines.get(i), charts)
                        .forEach(chart -> problems.addUnknown(where, "chart", chart, charts));
            }
        } catch (IOException e) {
            problems.add(at, "template report-templates/" + name + " cannot be read");
        }
    }

    private boolean isGrammatical(String name, Problems problems) throws IOException {
        try {
            configuration.getTemplate(name);
            return true;
        } catch (ParseException e) {
            problems.add(new Location("report-templates/" + name, e.getLineNumber()), firstLine(e.getEditorMessage()));
            return false;
        }
    }

    private void checkUsed(String line, Location where, Problems problems) {
        for (var used :
                USED.matcher(line).results().map(match -> match.group(1)).toList()) {
            try {
                isGrammatical(used, problems);
            } catch (IOException e) {
                problems.addAbsent(where, "template", used, List.of());
            }
        }
    }

    private static List<String> unknown(Pattern mention, String line, Collection<String> known) {
        return mention.matcher(line)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !known.contains(name))
                .toList();
    }

    /**
     * The template's text for a model of plain values.
     *
     * @throws IllegalStateException naming the file, the line and what exists, if the template is wrong
     */
    public String fill(String name, Map<String, @Nullable Object> model) {
        var text = new Filled();
        try {
            process(name, model, text);
        } catch (TemplateException e) {
            throw new IllegalStateException(location(e) + " " + reason(e), e);
        } catch (ParseException e) {
            throw new IllegalStateException(
                    "report-templates/" + e.getTemplateName() + ":" + e.getLineNumber() + " "
                            + firstLine(e.getEditorMessage()),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("report-templates/" + name, e);
        }
        return text.toString();
    }

    /** A loop without an end is left when the time is over: FreeMarker looks at the thread's flag in each round. */
    private void process(String name, Map<String, @Nullable Object> model, StringWriter text)
            throws IOException, TemplateException {
        var alarm = new Alarm(Thread.currentThread());
        var ring = Alarm.CLOCK.schedule(alarm, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            interruptible(name).process(model, text);
        } catch (RuntimeException | TemplateException e) {
            if (alarm.isRung()) {
                throw endless(name, "takes longer than " + limit.toSeconds() + " s to be filled", e);
            }
            if (text.getBuffer().length() > LONGEST) {
                throw endless(name, "gives more than " + LONGEST / 1_000_000 + " million characters", e);
            }
            throw e;
        } finally {
            ring.cancel(false);
            alarm.end();
        }
    }

    private static IllegalStateException endless(String name, String what, Exception cause) {
        return new IllegalStateException(
                "report-templates/" + name + " " + what + ": is there a loop without an end?", cause);
    }

    /** A template whose loops, and those of the templates that it uses, look at the thread's flag. */
    private Template interruptible(String name) throws IOException {
        var template = configuration.getTemplate(name);
        synchronized (template) {
            if (template.getCustomAttribute(INTERRUPTED) == null) {
                template.setCustomAttribute(INTERRUPTED, true);
                _CoreAPI.addThreadInterruptedChecks(template);
                for (var used : USED.matcher(Files.readString(folder.file(name)))
                        .results()
                        .map(match -> match.group(1))
                        .toList()) {
                    if (folder.find(used).isPresent()) { // else the template itself will say so
                        interruptible(used);
                    }
                }
            }
        }
        return template;
    }

    /** Takes no more than a page can hold. */
    private static final class Filled extends StringWriter {

        @Override
        public void write(String more) {
            refuseMore();
            super.write(more);
        }

        @Override
        public void write(String more, int from, int length) {
            refuseMore();
            super.write(more, from, length);
        }

        @Override
        public void write(char[] more, int from, int length) {
            refuseMore();
            super.write(more, from, length);
        }

        private void refuseMore() {
            if (getBuffer().length() > LONGEST) {
                throw new IllegalStateException("too long");
            }
        }
    }

    /** Interrupts a thread, unless it has ended its work. */
    private static final class Alarm implements Runnable {

        static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "template-limit");
            thread.setDaemon(true);
            return thread;
        });

        private final Thread thread;
        private boolean rung;
        private boolean ended;

        Alarm(Thread thread) {
            this.thread = thread;
        }

        @Override
        public synchronized void run() {
            if (!ended) {
                rung = true;
                thread.interrupt();
            }
        }

        synchronized boolean isRung() {
            return rung;
        }

        synchronized void end() {
            ended = true;
            if (rung) {
                Thread.interrupted(); // meant for the template only
            }
        }
    }

    /** The line of the bulletin's own page, though a shared macro that it uses may have failed. */
    private static String location(TemplateException e) {
        return LOCATION.matcher(Objects.requireNonNullElse(e.getFTLInstructionStack(), ""))
                .results()
                .filter(frame -> !frame.group(1).startsWith("shared/"))
                .findFirst()
                .map(frame -> "report-templates/" + frame.group(1) + ":" + frame.group(2))
                .orElseGet(() -> "report-templates/" + e.getTemplateSourceName() + ":" + e.getLineNumber());
    }

    private static String reason(TemplateException e) {
        var blamed = e.getBlamedExpressionString();
        if (!(e instanceof InvalidReferenceException) || blamed == null) {
            return firstLine(e.getMessageWithoutStackTop());
        }
        if (!NAME.matcher(blamed).matches()) {
            return "'" + blamed + "' has no value";
        }
        return "unknown variable '" + blamed + "'" + Problems.suggestion(blamed, variables(e));
    }

    private static Set<String> variables(TemplateException e) {
        var names = new TreeSet<String>();
        try {
            for (Object name : e.getEnvironment().getKnownVariableNames()) {
                names.add(String.valueOf(name));
            }
        } catch (TemplateModelException again) {
            throw new IllegalStateException(again);
        }
        return names;
    }

    /** What templates see of the facts: per query, its rows. */
    public static NamedValues model(Facts facts) {
        var model = new LinkedHashMap<String, @Nullable Object>();
        facts.tables().forEach((name, table) -> model.put(name, rows(name, table)));
        return new NamedValues("data query", model);
    }

    private static List<NamedValues> rows(String name, Facts.Table table) {
        return table.rows().stream()
                .map(row -> {
                    var plain = new LinkedHashMap<String, @Nullable Object>(row);
                    plain.replaceAll((column, value) -> plain(value));
                    return new NamedValues("column of facts." + name, plain);
                })
                .toList();
    }

    /** Named values of which an unknown name is a mistake, even where the template provides for a missing value. */
    public record NamedValues(String what, Map<String, @Nullable Object> values) implements TemplateHashModel {

        @Override
        public @Nullable TemplateModel get(String name) throws TemplateModelException {
            var value = values.get(name);
            if (value == null && !values.containsKey(name)) {
                throw new TemplateModelException(
                        "unknown " + what + " '" + name + "'" + Problems.suggestion(name, values.keySet()));
            }
            return VALUES.wrap(value);
        }

        @Override
        public boolean isEmpty() {
            return values.isEmpty();
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof String text) {
            return Facts.visible(text);
        }
        return value instanceof LocalDate || value instanceof LocalDateTime ? value.toString() : value;
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "cannot be filled"
                : message.lines().findFirst().orElse("cannot be filled").strip();
    }
}
