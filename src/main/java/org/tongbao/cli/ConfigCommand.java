package org.tongbao.cli;

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
            "A setting stands in tongbao.yaml in the home folder (mail.host as key host below mail:) or, before that,",
            "in a variable of the environment (TONGBAO_MAIL_HOST)."
        },
        footer = {"", "Examples:", "  tongbao config", "  tongbao config --template > tongbao.yaml"})
final class ConfigCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Option(names = "--template", description = "Print a tongbao.yaml with every key, its meaning and its default.")
    boolean template;

    @Override
    public Integer call() {
        if (template) {
            template();
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
