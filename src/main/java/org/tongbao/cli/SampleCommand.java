package org.tongbao.cli;

import java.nio.file.Path;
import java.time.YearMonth;
import java.util.concurrent.Callable;
import org.tongbao.sample.CitySample;
import org.tongbao.sample.SampleOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "sample",
        description = "Invents a city and writes its files as a bureau would receive them, dirt included.",
        footer = {"", "Example: tongbao sample --projects 20000 --interval 60 --out big-data"})
final class SampleCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Option(
            names = "--seed",
            defaultValue = "2026",
            description = "The same seed gives the same city (${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--projects", defaultValue = "400", description = "How many projects (${DEFAULT-VALUE}).")
    int projects;

    @Option(names = "--months", defaultValue = "18", description = "How many months of events (${DEFAULT-VALUE}).")
    int months;

    @Option(names = "--last", defaultValue = "2026-06", description = "The last month (${DEFAULT-VALUE}).")
    YearMonth last;

    @Option(names = "--interval", defaultValue = "360", description = "Minutes between readings (${DEFAULT-VALUE}).")
    int interval;

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "Where to write.")
    Path out;

    @Override
    public Integer call() {
        var workspace = program.workspace();
        var folder = workspace.home().root().resolve(out);
        CitySample.write(new SampleOptions(seed, projects, months, last, interval, folder), workspace.progress());
        program.printer().say("written to " + folder, "folder", folder.toString());
        return 0;
    }
}
