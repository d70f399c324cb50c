package org.tongbao.print;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tongbao.home.Home;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Version;

/**
 * How partitions of a run's copies go from hand to hand. A partition is a partition in Spring Batch's repository, and each
 * change of it names the version that it follows: of several nodes that want it, the database lets one have it, and who has
 * lost it in the meantime cannot finish it. (Not so when the run has been stopped, because then the repository reads the
 * version again: a partition that ends late is one less to draw.) {@code STARTING} and {@code OFFERED}: whoever lives may take
 * it; {@code STARTED}: the node that the exit message names draws it.
 */
final class Partitions {

    private static final String OFFERED = "OFFERED";

    private static final String BULLETIN = "bulletin";
    private static final String COPIES = "copies";
    private static final String RULES = "rules";

    /** The offers of runs whose own node lives: nobody waits for those of another. */
    private static final String OFFERS = """
            select s.step_execution_id, p.parameter_value as node
            from batch_step_execution s
            join batch_job_execution_params p
                on p.job_execution_id = s.job_execution_id and p.parameter_name = 'node'
            join node n on n.node = p.parameter_value and n.beat_at > current_timestamp - cast(:silence as integer) * interval '1' second
            where s.status = 'STARTING' and s.exit_code = :offered
            order by s.step_execution_id""";

    private final JobRepository repository;
    private final JdbcClient database;
    private final String node;
    private final InstantSource clock;

    Partitions(JobRepository repository, Operations operations, InstantSource clock) {
        this.clock = clock;
        this.repository = repository;
        this.database = JdbcClient.create(operations.source());
        this.node = operations.node();
    }

    /**
     * What a node has to know of a partition.
     *
     * @param copies how many there are
     * @param rules fingerprint of the program and of the files that they are made by: a node that has others can't draw it
     */
    record Terms(String bulletin, int copies, String rules) {

        static Terms of(StepExecution partition) {
            var context = partition.getExecutionContext();
            return new Terms(context.getString(BULLETIN), context.getInt(COPIES), context.getString(RULES));
        }

        ExecutionContext context() {
            return new ExecutionContext(Map.of(BULLETIN, bulletin, COPIES, copies, RULES, rules));
        }
    }

    /** The fingerprint for {@link Terms}. */
    static String rules(Rulebook rulebook) {
        return Version.NUMBER + " " + rulebook.sha256();
    }

    /** The folder of a run's copies; it is that of all its executions, so that what one has drawn is there for the next. */
    static Path folder(Home home, StepExecution partition) {
        return all(home)
                .resolve(String.valueOf(
                        partition.getJobExecution().getJobInstance().getInstanceId()));
    }

    /** The folder of all runs' copies. */
    static Path all(Home home) {
        return home.var().resolve("spread");
    }

    /** The file of a copy, which is kept or drawn; its number counts from 0. */
    static Path file(Path folder, StepExecution partition, int copy, String ending) {
        return folder.resolve(partition.getId() + "-" + copy + ending);
    }

    /** Whoever wants may take it; false when its state is another meanwhile. */
    boolean offer(StepExecution partition) {
        partition.setStatus(BatchStatus.STARTING);
        partition.setExitStatus(new ExitStatus(OFFERED));
        return update(partition);
    }

    /** Whether there is something to take: of runs of this node, or of those of other nodes. */
    boolean areOffered(boolean own) {
        return !offers(own).isEmpty();
    }

    /** Takes the first that suits and that no other takes at the same time. */
    Optional<StepExecution> take(boolean own, Predicate<StepExecution> suits) {
        return offers(own).stream()
                .map(this::get)
                .filter(Partitions::isOffered) // still
                .filter(suits)
                .filter(this::take)
                .findFirst();
    }

    private List<Long> offers(boolean own) {
        return database
                .sql(OFFERS)
                .param("silence", Operations.SILENCE)
                .param("offered", OFFERED)
                .query((row, number) -> Map.entry(row.getLong("step_execution_id"), row.getString("node")))
                .list()
                .stream()
                .filter(offer -> offer.getValue().equals(node) == own)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isOffered(StepExecution partition) {
        return partition.getStatus() == BatchStatus.STARTING
                && partition.getExitStatus().getExitCode().equals(OFFERED);
    }

    /** The node that draws it. */
    static String node(StepExecution taken) {
        return taken.getExitStatus().getExitDescription();
    }

    private boolean take(StepExecution partition) {
        partition.setStatus(BatchStatus.STARTED);
        partition.setStartTime(now());
        partition.setExitStatus(new ExitStatus("DRAWN", node));
        return update(partition);
    }

    /** All its copies are there; false when another has taken it meanwhile. */
    boolean complete(StepExecution partition, long files) {
        partition.setWriteCount(files);
        return end(partition, BatchStatus.COMPLETED, new ExitStatus("COMPLETED", node));
    }

    /** It can't be drawn, or is not to be. */
    boolean fail(StepExecution partition, String why) {
        return end(partition, BatchStatus.FAILED, ExitStatus.FAILED.addExitDescription(why));
    }

    private boolean end(StepExecution partition, BatchStatus status, ExitStatus exit) {
        partition.setStatus(status);
        partition.setExitStatus(exit);
        partition.setEndTime(now());
        return update(partition);
    }

    /** Spring Batch writes the time of the machine's zone. */
    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneId.systemDefault());
    }

    private boolean update(StepExecution partition) {
        try {
            repository.update(partition);
            return true;
        } catch (OptimisticLockingFailureException e) {
            return false;
        }
    }

    /** A partition as it is now. */
    StepExecution get(long id) {
        return Objects.requireNonNull(repository.getStepExecution(id), "partition");
    }

    /** A partition as the latest execution of a run that had it left it. */
    Optional<StepExecution> latest(StepExecution step, String name) {
        return Optional.ofNullable(repository.getLastStepExecution(
                step.getJobExecution().getJobInstance(), step.getStepName() + ":" + name));
    }
}
