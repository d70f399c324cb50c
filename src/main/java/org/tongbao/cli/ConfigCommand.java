package org.tongbao.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.tongbao.home.Settings;
import org.tongbao.warehouse.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "config",
        description = {
            "Lists every setting: its value, where it was said, and what it means. Passwords are not shown.",
            "A setting stands in tongbao.yaml in the home folder (as mail.host, or as host below mail:) or, before that,",
            "in a variable of the environment (TONGBAO_MAIL_HOST)."
        },
        footer = {
            "",
            "Examples:",
            "  tongbao config",
            "  tongbao config --template > tongbao.yaml",
            "  tongbao config --bureau > bureau.yaml",
            "  tongbao config --files"
        })
final class ConfigCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Option(names = "--template", description = "Print a tongbao.yaml with every key, its meaning and its default.")
    boolean template;

    @Option(
            names = "--bureau",
            description = "Print a bureau.yaml to fill in: who the bureau is, and what its levels are called.")
    boolean bureau;

    @Option(
            names = "--files",
            description = {
                "Lists the home's own files among jobs/ and report-templates/: in place of a shipped one, the same as the",
                "shipped one (it could go), besides the shipped ones, or taking one away."
            })
    boolean files;

    @Override
    public Integer call() throws IOException {
        if (template) {
            template();
            return 0;
        }
        if (bureau) {
            try (var in = Objects.requireNonNull(ConfigCommand.class.getResourceAsStream("bureau.yaml"))) {
                program.out().print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
            return 0;
        }
        if (files) {
            program.printer()
                    .rows(program.workspace().home().layers().changes().entrySet().stream()
                            .map(change -> new Row(Printer.map(
                                    "file",
                                    change.getKey(),
                                    "is",
                                    change.getValue()
                                            .name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', ' '))))
                            .toList());
            return 0;
        }
        program.printer()
                .rows(program.workspace().home().settings().all().stream()
                        .map(value -> new Row(Printer.map(
                                "key",
                                value.key().word(),
                                "value",
                                value.shown(),
                                "from",
                                value.from(),
                                "variable",
                                value.key().variable(),
                                "meaning",
                                value.key().meaning())))
                        .toList());
        return 0;
    }

    private void template() {
        var out = program.out();
        out.println(
                "# Settings of this installation. A key without # takes effect; TONGBAO_* in the environment goes before.");
        var section = "";
        for (var key : Settings.Key.values()) {
            int dot = key.word().indexOf('.');
            var of = dot < 0 ? "" : key.word().substring(0, dot);
            if (!of.equals(section)) {
                section = of;
                out.println("# " + of + ":");
            }
            var usual = key.usual().isEmpty() ? "\"\"" : key.usual();
            out.println("#" + (dot < 0 ? " " : "   ") + key.word().substring(dot + 1) + ": " + usual + "   # "
                    + key.meaning());
        }
    }
}
