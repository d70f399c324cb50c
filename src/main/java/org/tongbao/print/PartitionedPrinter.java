package org.tongbao.print;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.partition.StepExecutionSplitter;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.tongbao.home.Home;
import org.tongbao.issue.Archive;
import org.tongbao.operations.Batch;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;

/**
 * Prints a job's bulletins with the workers of all nodes. The copies are parted into partitions, the partitions of Spring Batch's
 * step. This node asks the warehouse for the facts, keeps them in the home folder and offers one partition after another;
 * every node that lives takes what is offered, this one too. A partition whose node has died is offered again. What has been
 * drawn is put into the archive by this node alone, so that there is one of each; a run that is taken up keeps the
 * partitions that were complete.
 */
public final class PartitionedPrinter implements Partitioner {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionedPrinter.class);

    /** So many copies are a partition: some seconds of work, which is what a death costs. */
    private static final int COPIES = 4;

    private static final int LOOK = 200;

    private final Home home;
    private final Operations operations;
    private final Partitions partitions;
    private final CopyRenderer renderer;
    private final Map<String, Partition> parted = new LinkedHashMap<>();

    public PartitionedPrinter(Home home, Operations operations, Batch batch, Rulebook rulebook, InstantSource clock) {
        this.home = home;
        this.operations = operations;
        this.partitions = new Partitions(batch.repository(), operations, clock);
        this.renderer = CopyRenderer.of(home, rulebook);
    }

    /** A partition that is to be made. */
    private record Partition(BulletinPrinter printer, List<BulletinPrinter.Order> orders) {}

    /**
     * Prints bulletins.
     *
     * @param printers one for each bulletin
     * @param step the step of Spring Batch that is parted
     * @return how many files there are
     */
    public long print(
            List<BulletinPrinter> printers,
            Session session,
            Run run,
            Archive archive,
            Progress progress,
            StepExecutionSplitter splitter,
            StepExecution step) {
        part(printers, session, run);
        progress.begin(Steps.RENDER.word(), copies(), "copies");
        withdraw(step);
        try (var workers = RenderWorker.own(partitions, renderer)) {
            workers.begin();
            var offered = split(splitter, step);
            for (var printer : printers) {
                offer(printer, offered, session, run.period());
            }
            await(offered, progress);
        } finally {
            // Who asked this thread to end has not asked for partitions that nobody waits for any more.
            boolean interrupted = Thread.interrupted();
            withdraw(step);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return publish(archive, step);
    }

    private void part(List<BulletinPrinter> printers, Session session, Run run) {
        for (var printer : printers) {
            var orders = printer.orders(session, run);
            for (int first = 0; first < orders.size(); first += COPIES) {
                var some = orders.subList(first, Math.min(first + COPIES, orders.size()));
                parted.put(printer.bulletin() + "-" + first, new Partition(printer, some));
            }
        }
    }

    private int copies() {
        return parted.values().stream()
                .mapToInt(partition -> partition.orders().size())
                .sum();
    }

    @Override
    public Map<String, ExecutionContext> partition(int gridSize) {
        var rules = Partitions.rules(renderer.rulebook());
        var contexts = new LinkedHashMap<String, ExecutionContext>();
        parted.forEach((name, partition) -> contexts.put(
                name,
                new Partitions.Terms(
                                partition.printer().bulletin(),
                                partition.orders().size(),
                                rules)
                        .context()));
        return contexts;
    }

    /** Those that no earlier execution has completed. */
    private static List<StepExecution> split(StepExecutionSplitter splitter, StepExecution step) {
        try {
            return splitter.split(step, 1).stream()
                    .sorted(Comparator.comparing(StepExecution::getId))
                    .toList();
        } catch (JobExecutionException e) {
            throw new IllegalStateException("the copies can't be parted", e);
        }
    }

    private Partition partition(StepExecution partition) {
        var name = partition.getStepName();
        return Objects.requireNonNull(parted.get(name.substring(name.indexOf(':') + 1)), name);
    }

    /** Saves what a bulletin's copies are drawn from, and offers each partition as soon as it has all. */
    private void offer(BulletinPrinter printer, List<StepExecution> steps, Session session, Period period) {
        var left = new ArrayDeque<>(steps.stream()
                .filter(step -> partition(step).printer() == printer)
                .toList());
        var orders =
                left.stream().flatMap(step -> partition(step).orders().stream()).toList();
        printer.copies(session, BulletinPrinter.drafts(orders, period), (order, copy) -> {
            var own = partition(left.element()).orders();
            renderer.save(left.element(), own.indexOf(order), copy);
            if (order.equals(own.get(own.size() - 1))) {
                partitions.offer(left.remove());
            }
        });
    }

    private void await(List<StepExecution> offered, Progress progress) {
        var failed = new ArrayList<RuntimeException>();
        var waiting = new ArrayList<>(offered);
        while (!waiting.isEmpty()) {
            var alive = operations.alive();
            for (var partition : List.copyOf(waiting)) {
                var now = partitions.get(partition.getId());
                if (now.getStatus() == BatchStatus.FAILED) {
                    onceMore(now).ifPresent(failed::add);
                }
                if (now.getStatus() == BatchStatus.COMPLETED || now.getStatus() == BatchStatus.FAILED) {
                    waiting.remove(partition);
                    progress.advance(partition(partition).orders().size());
                } else if (now.getStatus() == BatchStatus.STARTED && !alive.contains(Partitions.node(now))) {
                    LOG.warn("{} died and {} is offered again", Partitions.node(now), now.getStepName());
                    partitions.offer(now);
                }
            }
            pause();
        }
        if (!failed.isEmpty()) {
            throw failed.get(0);
        }
    }

    /** A copy that can't be drawn may have met a fault of another node: this node tries before the step fails. */
    private Optional<RuntimeException> onceMore(StepExecution step) {
        LOG.warn(
                "{} failed, once more: {}",
                step.getStepName(),
                step.getExitStatus().getExitDescription());
        var drawn = renderer.draw(step);
        if (drawn.failed().isEmpty()) {
            partitions.complete(step, drawn.files());
            return Optional.empty();
        }
        var partition = partition(step);
        var names = drawn.failed().stream()
                .map(failed -> partition.orders().get(failed.number()).name())
                .toList();
        return Optional.of(BulletinPrinter.failed(
                partition.printer().bulletin(), names, drawn.failed().get(0).why()));
    }

    /** Nobody is to draw any more; what is not there as a whole has to be drawn anew by the next execution. */
    private void withdraw(StepExecution step) {
        for (var partition : latest(step)) {
            var now = partition;
            while (now.getStatus().isRunning() || (now.getStatus() == BatchStatus.COMPLETED && !isThere(now))) {
                partitions.fail(now, "withdrawn");
                now = partitions.get(now.getId());
            }
        }
    }

    private boolean isThere(StepExecution step) {
        for (int i = 0; i < partition(step).orders().size(); i++) {
            if (files(step, i).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private Map<String, Path> files(StepExecution step, int copy) {
        var files = new LinkedHashMap<String, Path>();
        for (var ending : BulletinPrinter.ENDINGS) {
            var file = Partitions.file(Partitions.folder(home, step), step, copy, ending);
            if (Files.exists(file)) {
                files.put(ending, file);
            }
        }
        return files;
    }

    private long publish(Archive archive, StepExecution step) {
        long published = 0;
        for (var drawn : latest(step)) {
            var partition = partition(drawn);
            for (int i = 0; i < partition.orders().size(); i++) {
                var order = partition.orders().get(i);
                var files = files(drawn, i);
                files.forEach((ending, file) -> archive.add(
                        partition.printer().bulletin(),
                        order.id(),
                        order.file() + ending,
                        out -> Files.copy(file, out)));
                published += files.size();
            }
        }
        return published;
    }

    /** The partitions as the latest execution that had them left them. */
    public List<StepExecution> latest(StepExecution step) {
        return parted.keySet().stream()
                .flatMap(name -> partitions.latest(step, name).stream())
                .toList();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while copies are drawn", e);
        }
    }

    /** The copies are in the archive; what earlier runs have left goes, too, for only one at a time holds the warehouse. */
    public void clear() {
        var folder = Partitions.all(home);
        try (var files = Files.exists(folder) ? Files.walk(folder) : Stream.<Path>empty()) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // A node that was taken for dead may still write there; the next run clears it.
            LOG.warn("{} can't be cleared: {}", folder, e.toString());
        }
    }
}
