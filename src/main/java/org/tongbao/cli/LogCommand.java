package org.tongbao.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.tongbao.job.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "log",
        description = "Shows what a run said and met with, step by step (from var/log/tongbao.jsonl).",
        footer = {"", "Example: tongbao log 17"})
final class LogCommand extends OnRun {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);

    @Option(names = "--stack", description = "With the stack traces of errors, for who mends the program.")
    boolean stack;

    @Override
    public Integer call() {
        var workspace = program.workspace();
        try (var operations = workspace.operations()) {
            var began = new Runs(operations).first(run);
            for (var file : files(workspace.log())) {
                try (var lines = Files.lines(file)) {
                    lines.forEach(line -> print(line, began));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return 0;
    }

    /** The oldest first. */
    private static List<Path> files(Path folder) {
        return List.of("tongbao.3.jsonl", "tongbao.2.jsonl", "tongbao.1.jsonl", "tongbao.jsonl").stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .toList();
    }

    /** Numbers begin at 1 again when the warehouse is deleted: what is older than the run is another's. */
    private void print(String line, LocalDateTime began) {
        if (!line.contains("\"run\":\"" + run + "\"")) {
            return;
        }
        var event = Printer.read(line);
        var at = Instant.ofEpochMilli(event.path("timestamp").asLong())
                .atZone(ZoneId.systemDefault())
                .toLocalDateTime();
        if (at.isBefore(began.minusMinutes(1)) || !mdc(event, "run").equals(String.valueOf(run))) {
            return;
        }
        if (program.json) {
            program.out().println(line);
            return;
        }
        program.out()
                .printf(
                        Locale.ROOT,
                        "%s %-5s %-8s %s%n",
                        at.format(TIME),
                        event.path("level").asString(),
                        mdc(event, "step"),
                        event.path("formattedMessage").asString());
        if (stack) {
            frames(event.path("throwable"));
        }
    }

    private static String mdc(JsonNode event, String key) {
        return event.path("mdc").path(key).asString("");
    }

    private void frames(JsonNode thrown) {
        if (thrown.isMissingNode()) {
            return;
        }
        program.out()
                .println("    " + thrown.path("className").asString() + ": "
                        + thrown.path("message").asString(""));
        thrown.path("stepArray").forEach(frame -> program.out()
                .println("      at " + frame.path("className").asString() + "."
                        + frame.path("methodName").asString() + ":"
                        + frame.path("lineNumber").asInt(0)));
        frames(thrown.path("cause"));
    }
}
