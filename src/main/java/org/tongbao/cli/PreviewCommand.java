package org.tongbao.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tongbao.print.Preview;
import org.tongbao.spec.Layers;
import org.tongbao.warehouse.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "preview",
        description = {
            "Makes a bulletin to look at while its template is edited: PDF, page images, HTML, workbook.",
            "It has the figures of the job's last run for the period, and the bytes that a run would give."
        },
        footer = {"", "Example: tongbao preview monthly-region --period 2026-06 --for 临澜区 --watch"})
final class PreviewCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Parameters(paramLabel = "BULLETIN", description = "Folder below report-templates, such as monthly-ranking.")
    String bulletin;

    @Option(names = "--period", required = true, description = "Period, such as 2026-06.")
    String period;

    @Option(names = "--for", paramLabel = "RECIPIENT", description = "Whose copy: key or name (default: the first).")
    @Nullable
    String recipient;

    @Option(names = "--to", defaultValue = "out/preview", description = "Folder (${DEFAULT-VALUE}).")
    Path to;

    @Option(names = "--watch", description = "Make it again whenever a file below report-templates changes.")
    boolean watch;

    @Override
    public Integer call() throws IOException {
        var workspace = program.workspace();
        var home = workspace.home();
        try (var warehouse = workspace.open();
                var session = warehouse.session()) {
            var preview = new Preview(home, bulletin, program.workspace().period(period), recipient);
            int mistakes = show(preview, session, home.root().resolve(to));
            if (watch) {
                again(
                        home.layers().below("report-templates"),
                        () -> show(preview, session, home.root().resolve(to)));
            }
            return mistakes == 0 ? 0 : 1;
        }
    }

    private int show(Preview preview, Session session, Path folder) {
        long begun = System.nanoTime();
        var made = preview.make(session, folder);
        made.mistakes().forEach(program.out()::println);
        made.files().forEach(file -> program.out().println(file));
        program.out().printf("%d files in %.1f s%n", made.files().size(), (System.nanoTime() - begun) / 1e9);
        return made.mistakes().size();
    }

    /** Editors write a file in several goes: what comes within a moment counts as one change. */
    private void again(Layers templates, Runnable show) throws IOException {
        program.out().println("watching " + templates.own() + "; end with Ctrl-C");
        try (var watcher = FileSystems.getDefault().newWatchService()) {
            var folders = new TreeSet<Path>();
            templates.all("**").forEach(file -> folders.add(Objects.requireNonNull(file.getParent())));
            for (var folder : folders) {
                folder.register(watcher, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            }
            while (true) {
                var key = watcher.take();
                while (key != null) {
                    key.pollEvents();
                    key.reset();
                    key = watcher.poll(100, TimeUnit.MILLISECONDS);
                }
                try {
                    show.run();
                } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException e) {
                    program.out().println(e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
