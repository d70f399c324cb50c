package org.tongbao.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.tongbao.job.Backup;
import org.tongbao.message.Refusal;
import org.tongbao.operations.Operations;
import org.tongbao.operations.OperationsInUse;
import org.tongbao.warehouse.WarehouseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "restore",
        description = {
            "Puts a backup in the place of what is there, which is moved to before-restore-TIME below var and below out.",
            "If it is killed, the other commands say so until it has been called again.",
            "A run that was at work when the backup was taken is taken up with: tongbao runs, then tongbao resume.",
            "Mail that was waiting then is listed as unsure: it may have been sent since."
        },
        footer = {"", "Example: tongbao restore var/backup/20261121-060000"})
final class RestoreCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Parameters(paramLabel = "FOLDER", description = "A backup, as tongbao backup --list says.")
    Path folder;

    @Override
    public Integer call() {
        var workspace = program.workspaceToRestore();
        refuseWhileInUse(workspace);
        var aside = new Backup(workspace.home(), program.clock())
                .restore(workspace.home().root().resolve(folder));
        program.printer()
                .say(
                        "restored; what was there lies in " + aside,
                        "restored",
                        folder.toString(),
                        "aside",
                        aside.toString());
        return 0;
    }

    /** What is broken, or gone, is a reason to restore. */
    private static void refuseWhileInUse(Workspace workspace) {
        var home = workspace.home();
        if (Files.exists(home.var().resolve("warehouse.duckdb"))) {
            try {
                workspace.openAsIs().close();
            } catch (WarehouseException e) {
                if (e.isLocked()) {
                    throw e;
                }
            }
        }
        if (!home.settings().has(org.tongbao.home.Settings.Key.OPS_URL)
                && !Files.exists(home.var().resolve("operations.mv.db"))) {
            return;
        }
        try (var operations = Operations.open(Operations.Address.of(home))) {
            var others = new ArrayList<>(operations.alive());
            others.remove(operations.node());
            if (!others.isEmpty() && !operations.isShared()) {
                throw new Refusal("restore.in-use", String.join(", ", others));
            }
        } catch (OperationsInUse e) {
            throw e;
        } catch (IllegalStateException e) {
            org.slf4j.LoggerFactory.getLogger(RestoreCommand.class).warn("{}", e.getMessage());
        }
    }
}
