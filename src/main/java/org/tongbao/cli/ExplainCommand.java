package org.tongbao.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.message.Refusal;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Run;
import org.tongbao.score.ScoreTree;
import org.tongbao.study.Movement;
import org.tongbao.study.NextPlace;
import org.tongbao.warehouse.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "explain",
        description = {
            "Shows where a subject's score comes from: the tree of contributions, and under each indicator the source"
                    + " rows it was counted from; what lies between it and the next place; with --why, what moved its"
                    + " place since the period before."
        },
        footer = {
            "",
            "Examples:",
            "  tongbao explain 临澜区 --period 2026-06 --evidence 5",
            "  tongbao explain 临澜区 --period 2026-06 --as table --why"
        })
final class ExplainCommand implements Callable<Integer> {

    enum Form {
        TREE,
        TABLE,
        JSON
    }

    @ParentCommand
    Tongbao program;

    @Parameters(paramLabel = "SUBJECT", description = "Id or name of a region, project, street or enterprise.")
    String subject;

    @Option(names = "--period", required = true, description = "Period, such as 2026-06.")
    String period;

    @Option(names = "--job", description = "Job; without it the first that scores such periods.")
    @Nullable
    String job;

    @Option(names = "--scheme", description = "Scheme; without it every scheme that scores the subject.")
    @Nullable
    String scheme;

    @Option(names = "--as", defaultValue = "tree", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    Form form;

    @Option(
            names = "--why",
            description = "Parts the movement of its place: scheme, late corrections, its own data, the others'.")
    boolean why;

    @Option(
            names = "--evidence",
            defaultValue = "3",
            description = "Evidence rows shown under an indicator (${DEFAULT-VALUE}).")
    int evidence;

    @Override
    public Integer call() {
        return program.workspace().look(job, program.workspace().period(period), (session, run, rulebook) -> {
            var trees = trees(session, run, rulebook);
            if (trees.isEmpty()) {
                throw new Refusal("subject.not-scored", subject, period);
            }
            var account = new Account(session, run, rulebook, program.out(), evidence);
            for (var tree : trees) {
                var next = NextPlace.of(session, run, rulebook, tree);
                var movement = why ? movement(session, run, rulebook, tree) : Optional.<Movement>empty();
                var around = new Account.Around(next, why, movement);
                switch (program.json ? Form.JSON : form) {
                    case TREE -> account.tree(tree, around);
                    case TABLE -> account.table(tree, around);
                    case JSON -> account.json(tree, around);
                }
            }
            return 0;
        });
    }

    private static Optional<Movement> movement(Session session, Run run, Rulebook rulebook, ScoreTree tree) {
        var moved = Movement.of(session, run, rulebook, tree.scheme(), List.of(tree.subject()));
        return Optional.ofNullable(moved.get(tree.subject()));
    }

    private List<ScoreTree> trees(Session session, Run run, Rulebook rulebook) {
        var trees = new ArrayList<ScoreTree>();
        for (var each : rulebook.schemes().values()) {
            if (scheme != null && !scheme.equals(each.name())) {
                continue;
            }
            for (var id : rulebook.subjects().ids(session, each.subject(), subject)) {
                ScoreTree.read(session, run, each.name(), id).ifPresent(trees::add);
            }
        }
        return trees;
    }
}
