package org.tongbao.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.issue.Archive;
import org.tongbao.render.Bulletin;
import org.tongbao.render.Edition;
import org.tongbao.render.Renderer;
import org.tongbao.run.Run;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;

/**
 * Prints a bulletin: one copy for each subject of its audience. The facts are asked for one copy after another; pages and
 * workbooks are drawn by all processors, a few copies at a time, so that memory stays bounded.
 */
final class Press {

    private static final Logger LOG = LoggerFactory.getLogger(Press.class);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final Renderer renderer;
    private final Bulletin bulletin;
    private final Catalog catalog;
    private final String audience;

    Press(Renderer renderer, Bulletin bulletin, Catalog catalog, Subjects subjects) {
        this.renderer = renderer;
        this.bulletin = bulletin;
        this.catalog = catalog;
        this.audience = audience(bulletin, subjects.kind(bulletin.audience()));
    }

    /**
     * Puts page and workbook of every copy into the archive; returns how many files there are. A copy that can't be made
     * stops no other; it is tried once more, alone, before the step fails and names it.
     *
     * @param edition a recipient's: a draft, or issued under a number
     */
    long print(Session session, Run run, Archive archive, Function<String, Edition> edition) {
        var recipients = recipients(session);
        var files = new LinkedHashMap<Row, Future<Long>>();
        var room = new Semaphore(2 * PROCESSORS);
        var hands = Executors.newFixedThreadPool(PROCESSORS);
        try {
            for (var recipient : recipients) {
                var copy = copy(session, recipient, edition);
                room.acquireUninterruptibly();
                files.put(recipient, hands.submit(() -> {
                    try {
                        return draw(copy, recipient, name(recipient, recipients.size(), run), archive);
                    } finally {
                        room.release();
                    }
                }));
            }
            return count(
                    files,
                    recipient -> draw(
                            copy(session, recipient, edition),
                            recipient,
                            name(recipient, recipients.size(), run),
                            archive));
        } finally {
            hands.shutdownNow();
        }
    }

    /** Holds the finished files of every copy in a folder against the facts; says each figure in them that is another. */
    List<String> proofread(Session session, Run run, Path folder) {
        var recipients = recipients(session);
        var differences = new ArrayList<String>();
        for (var recipient : recipients) {
            var file = name(recipient, recipients.size(), run);
            copy(session, recipient, id -> Edition.draft(run.period(), id))
                    .differences(folder.resolve(file + ".pdf"), folder.resolve(file + ".xlsx"))
                    .forEach(difference -> differences.add(file + "：" + difference));
        }
        return differences;
    }

    /** How many copies there would be. */
    int copies(Session session) {
        return recipients(session).size();
    }

    /** The draft of one copy: that of the recipient with this key or name, or the first. */
    Renderer.Copy proof(Session session, Run run, @Nullable String wanted) {
        var recipients = recipients(session);
        var recipient = recipients.stream()
                .filter(r -> wanted == null
                        || r.text("id").equals(wanted)
                        || r.text("name").equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no copy "
                        + (wanted == null ? "to make" : "for '" + wanted + "'")
                        + Problems.suggestion(
                                String.valueOf(wanted),
                                recipients.stream().map(r -> r.text("name")).toList())));
        return copy(session, recipient, id -> Edition.draft(run.period(), id));
    }

    private long count(Map<Row, Future<Long>> files, Function<Row, Long> onceMore) {
        long sum = 0;
        var failed = new ArrayList<String>();
        RuntimeException first = null;
        for (var each : files.entrySet()) {
            var name = each.getKey().text("name");
            try {
                sum += each.getValue().get();
            } catch (ExecutionException e) {
                LOG.warn("{} for {} failed, once more: {}", bulletin.name(), name, String.valueOf(e.getCause()));
                try {
                    sum += onceMore.apply(each.getKey());
                } catch (RuntimeException again) {
                    failed.add(name);
                    first = first == null ? again : first;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while printing " + bulletin.name(), e);
            }
        }
        if (first != null) {
            throw new IllegalStateException(
                    "bulletin '" + bulletin.name() + "' can't be made for " + String.join(", ", failed) + ": "
                            + first.getMessage(),
                    first);
        }
        return sum;
    }

    private Renderer.Copy copy(Session session, Row recipient, Function<String, Edition> edition) {
        var id = recipient.text("id");
        catalog.address(session, id);
        return renderer.copy(bulletin, session, edition.apply(id));
    }

    private long draw(Renderer.Copy copy, Row recipient, String file, Archive archive) {
        long files = 0;
        if (copy.hasPage()) {
            archive.add(bulletin.name(), recipient.text("id"), file + ".pdf", copy::page);
            files++;
        }
        if (copy.hasWorkbook()) {
            archive.add(bulletin.name(), recipient.text("id"), file + ".xlsx", copy::workbook);
            files++;
        }
        return files;
    }

    /** A copy for named recipients always bears its recipient's name: how many there are differs from period to period. */
    private String name(Row recipient, int copies, Run run) {
        boolean one = copies == 1 && bulletin.recipients() == null;
        return bulletin.name() + "-" + run.period()
                + (one ? "" : "-" + recipient.text("name").replaceAll("[\\\\/:*?\"<>|]", "_"))
                + (recipient.flag("namesake") ? "-" + recipient.text("id") : "");
    }

    private List<Row> recipients(Session session) {
        catalog.address(session, "");
        return session.query("select id, name, count(*) over (partition by name) > 1 as namesake from (" + audience
                + ") order by id");
    }

    private static String audience(Bulletin bulletin, Subjects.Kind kind) {
        var recipients = bulletin.recipients();
        return recipients == null
                ? "select cast(%s as varchar) as id, cast(%s as varchar) as name from %s"
                        .formatted(kind.id(), kind.label(), kind.table())
                : "select cast(id as varchar) as id, cast(name as varchar) as name from (" + recipients.body() + ")";
    }
}
