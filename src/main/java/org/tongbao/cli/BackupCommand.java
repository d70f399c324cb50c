package org.tongbao.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.tongbao.job.Backup;
import org.tongbao.warehouse.WarehouseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "backup",
        description = {
            "Copies warehouse, operational data and the archive of bulletins into a folder below var/backup.",
            "It also works while a run does: the process that runs it takes the backup. The oldest ones are removed",
            "when there are more than backup.keep says."
        },
        footer = {"", "Examples:", "  tongbao backup", "  tongbao backup --list"})
final class BackupCommand implements Callable<Integer> {

    /** How long another process may take for it, in minutes. */
    private static final int PATIENCE = 10;

    @ParentCommand
    Tongbao program;

    @Option(names = "--list", description = "Say which backups there are.")
    boolean list;

    @Override
    public Integer call() throws InterruptedException {
        var workspace = program.workspace();
        var backup = new Backup(workspace.home(), program.clock());
        if (list) {
            backup.all().forEach(folder -> say(folder.toString()));
            return 0;
        }
        while (true) {
            try (var warehouse = workspace.open();
                    var operations = workspace.operations()) {
                say(backup.take(warehouse, operations).toString());
                return 0;
            } catch (WarehouseException e) {
                if (!e.isLocked()) {
                    throw e;
                }
                var taken = backup.request(Duration.ofMinutes(PATIENCE), () -> isFree(workspace));
                if (taken.isPresent()) {
                    say(taken.get().toString());
                    return 0;
                }
                if (!isFree(workspace)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isFree(Workspace workspace) {
        try {
            workspace.open().close();
            return true;
        } catch (WarehouseException e) {
            return !e.isLocked();
        }
    }

    private void say(String folder) {
        program.printer().say(folder, "backup", folder);
    }
}
