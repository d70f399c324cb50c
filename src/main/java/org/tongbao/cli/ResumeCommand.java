package org.tongbao.cli;

import picocli.CommandLine.Command;

@Command(
        name = "resume",
        description = {
            "Takes a run up again that failed, was stopped or was killed: at the step it had reached.",
            "If rules or templates have been changed since, it begins with the first step."
        },
        footer = {"", "Example: tongbao resume 17"})
final class ResumeCommand extends OnRun {

    @Override
    public Integer call() {
        return work((runner, rulebook, entry) -> {
            RunCommand.said(program, rulebook.job(entry.job()), entry.period());
            RunCommand.done(program, runner.resume(entry, program.workspace().progress()));
        });
    }
}
