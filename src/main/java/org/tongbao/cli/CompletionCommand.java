package org.tongbao.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "completion",
        description = "Prints a script with which bash and zsh complete commands and options.",
        footer = {"", "Example: source <(tongbao completion)"})
final class CompletionCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Override
    public Integer call() {
        program.out().print(AutoComplete.bash("tongbao", Tongbao.line(program)));
        return 0;
    }
}
