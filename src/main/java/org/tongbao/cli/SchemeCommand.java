package org.tongbao.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.tongbao.home.Home;
import org.tongbao.rulebook.RankedScheme;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Period;
import org.tongbao.score.scheme.SchemeDiff;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "scheme",
        description = "Lists the schemes with their versions, and compares one with another.",
        footer = {
            "",
            "Examples:",
            "  tongbao scheme list",
            "  tongbao scheme diff region-monthly@1 region-monthly@2    two versions",
            "  tongbao scheme diff region-monthly proposal.yaml         what holds last, and a file"
        })
final class SchemeCommand {

    @ParentCommand
    Tongbao program;

    @Command(
            name = "list",
            description = "Every version of every scheme, and from when until when it holds.",
            footer = {"", "Example: tongbao scheme list"})
    int list() {
        var printer = program.printer();
        var rows = Rulebook.readForLooking(program.workspace().home()).schemes().values().stream()
                .flatMap(versions -> versions.all().stream())
                .map(RankedScheme::scheme)
                .map(scheme -> new org.tongbao.warehouse.Row(Printer.map(
                        "scheme", scheme.name(),
                        "version", scheme.version(),
                        "from", scheme.from(),
                        "until", scheme.until(),
                        "title", scheme.title(),
                        "file", scheme.at().file())))
                .toList();
        printer.rows(rows);
        return 0;
    }

    @Command(
            name = "diff",
            description = {
                "What differs, in plain words. A scheme is a file, or NAME (the last version), NAME@NUMBER, or",
                "NAME@PERIOD (the version that holds in the period)."
            },
            footer = {"", "Example: tongbao scheme diff region-monthly@1 region-monthly"})
    int diff(
            @Parameters(paramLabel = "A", description = "The earlier scheme.") String before,
            @Parameters(paramLabel = "B", description = "The later scheme.") String after) {
        var home = program.workspace().home();
        var changes = SchemeDiff.of(file(home, before), file(home, after)).changes();
        if (program.json) {
            changes.forEach(change -> program.printer()
                    .value(Printer.map(
                            "part", change.part(),
                            "name", change.name(),
                            "key", change.key(),
                            "before", change.before(),
                            "after", change.after())));
            return 0;
        }
        var part = "";
        for (var change : changes) {
            if (!change.part().equals(part)) {
                part = change.part();
                program.out().println(part);
            }
            program.out().println("  " + change.words());
        }
        program.out().println(changes.size() + " difference(s)");
        return 0;
    }

    /** The file that a name, a name with a version, or a path stands for. */
    static Path file(Home home, String named) {
        var path = Path.of(named);
        if (Files.exists(path) || named.endsWith(".yaml")) {
            return path.toAbsolutePath().normalize();
        }
        var rulebook = Rulebook.readForLooking(home);
        int sign = named.indexOf('@');
        var versions = rulebook.versions(sign < 0 ? named : named.substring(0, sign));
        var which = sign < 0 ? "" : named.substring(sign + 1);
        RankedScheme version;
        if (which.isEmpty()) {
            version = versions.latest();
        } else {
            version = which.matches("\\d{1,3}")
                    ? versions.number(Integer.parseInt(which))
                    : versions.during(Period.parse(which));
        }
        return home.layers().file(version.scheme().at().file());
    }
}
