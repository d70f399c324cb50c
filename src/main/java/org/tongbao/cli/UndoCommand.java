package org.tongbao.cli;

import java.util.concurrent.Callable;
import org.tongbao.warehouse.ledger.LoadLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "undo",
        description = {
            "Takes a bad load back: runs from now on see what was there before it.",
            "Runs that have seen it stay as they are. The file is not loaded again until its content changes."
        },
        footer = {"", "Example: tongbao undo 152"})
final class UndoCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Parameters(paramLabel = "LOAD", description = "Number of the load; see: tongbao loads")
    long load;

    @Override
    public Integer call() {
        var workspace = program.workspace();
        var catalog = workspace.rulebookForLooking().catalog();
        try (var warehouse = workspace.open();
                var session = warehouse.session()) {
            catalog.define(session);
            new LoadLedger(session, catalog).undo(load);
        }
        program.printer().say("load " + load + " is taken back", "load", load, "state", "undone");
        return 0;
    }
}
