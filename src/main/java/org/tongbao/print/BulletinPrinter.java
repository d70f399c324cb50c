package org.tongbao.print;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.home.FileNames;
import org.tongbao.issue.Archive;
import org.tongbao.message.FailureReason;
import org.tongbao.render.Bulletin;
import org.tongbao.render.Edition;
import org.tongbao.render.Renderer;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;

/**
 * Prints a bulletin: one copy for each subject of its audience. The facts are asked for many copies at once; pages and
 * workbooks are drawn by all processors, a few copies at a time, so that memory stays bounded.
 */
public final class BulletinPrinter {

    private static final Logger LOG = LoggerFactory.getLogger(BulletinPrinter.class);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** For so many copies facts are asked at once: they lie in memory until the copies are drawn. */
    private static final int AT_ONCE = 200;

    static final String PAGE = ".pdf";
    static final String WORKBOOK = ".xlsx";

    /** What the files of copies end with. */
    static final List<String> ENDINGS = List.of(PAGE, WORKBOOK);

    private final Renderer renderer;
    private final Bulletin bulletin;
    private final String audience;

    public BulletinPrinter(Renderer renderer, Bulletin bulletin, Subjects subjects) {
        this.renderer = renderer;
        this.bulletin = bulletin;
        this.audience = audience(bulletin, subjects.kind(bulletin.audience()));
    }

    /**
     * One copy that is to be made.
     *
     * @param id the recipient's key
     * @param name the recipient's name
     * @param file what its files are called, without their endings
     */
    public record Order(String id, String name, String file) {}

    /**
     * Puts page and workbook of every copy into the archive; returns how many files there are. A copy that can't be made
     * stops no other; it is tried once more, alone, before the step fails and names it.
     *
     * @param edition a recipient's: a draft, or issued under a number
     */
    public long print(Session session, Run run, Archive archive, Function<String, Edition> edition) {
        var files = new LinkedHashMap<Order, Future<Long>>();
        var room = new Semaphore(2 * PROCESSORS);
        var hands = Executors.newFixedThreadPool(PROCESSORS);
        try {
            var editions = new LinkedHashMap<Order, Edition>();
            orders(session, run).forEach(order -> editions.put(order, edition.apply(order.id())));
            copies(session, editions, (order, copy) -> {
                room.acquireUninterruptibly();
                files.put(order, hands.submit(() -> {
                    try {
                        return draw(copy, order, archive);
                    } finally {
                        room.release();
                    }
                }));
            });
            return count(
                    files,
                    order -> draw(
                            renderer.copy(bulletin, session, Objects.requireNonNull(editions.get(order))),
                            order,
                            archive));
        } finally {
            hands.shutdownNow();
        }
    }

    /** The copies that are to be made, in order of the recipients' keys. */
    public List<Order> orders(Session session, Run run) {
        var recipients = recipients(session);
        var wanted = new LinkedHashMap<String, String>();
        recipients.forEach(recipient -> wanted.put(recipient.text("id"), name(recipient, recipients.size(), run)));
        var files = FileNames.distinct(wanted, Function.identity(), FileNames::stem);
        return recipients.stream()
                .map(recipient -> new Order(
                        recipient.text("id"), recipient.text("name"), files.getOrDefault(recipient.text("id"), "")))
                .toList();
    }

    /** The bulletin's name. */
    String bulletin() {
        return bulletin.name();
    }

    /** How many copies there would be. */
    public int copies(Session session) {
        return recipients(session).size();
    }

    /** The draft of one copy: that of the recipient with this key or name, or the first. */
    public Renderer.Copy draft(Session session, Run run, @Nullable String wanted) {
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
        return renderer.copy(bulletin, session, Edition.draft(run.period(), recipient.text("id")));
    }

    /** What is done with a copy. */
    interface Work {
        void with(Order order, Renderer.Copy copy);
    }

    /** The drafts that are ordered. */
    static Map<Order, Edition> drafts(List<Order> orders, Period period) {
        var drafts = new LinkedHashMap<Order, Edition>();
        orders.forEach(order -> drafts.put(order, Edition.draft(period, order.id())));
        return drafts;
    }

    /** Copies with their facts, one after the other; nothing is drawn. */
    void copies(Session session, Map<Order, Edition> editions, Work work) {
        var orders = List.copyOf(editions.keySet());
        for (int first = 0; first < orders.size(); first += AT_ONCE) {
            var some = orders.subList(first, Math.min(first + AT_ONCE, orders.size()));
            var copies = renderer.copies(
                    bulletin,
                    session,
                    some.stream()
                            .map(order -> Objects.requireNonNull(editions.get(order)))
                            .toList());
            for (int i = 0; i < some.size(); i++) {
                work.with(some.get(i), copies.get(i));
            }
        }
    }

    private long count(Map<Order, Future<Long>> files, Function<Order, Long> onceMore) {
        long sum = 0;
        var failed = new ArrayList<String>();
        RuntimeException first = null;
        for (var each : files.entrySet()) {
            var name = each.getKey().name();
            try {
                sum += each.getValue().get();
            } catch (ExecutionException e) {
                LOG.warn(
                        "{} for {} failed, once more: {}",
                        bulletin.name(),
                        name,
                        FailureReason.sentence(Objects.requireNonNullElse(e.getCause(), e)));
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
            throw failed(bulletin.name(), failed, first);
        }
        return sum;
    }

    /** Some copies can't be made. */
    static IllegalStateException failed(String bulletin, List<String> names, Throwable first) {
        return new IllegalStateException(
                "bulletin '" + bulletin + "' can't be made for " + String.join(", ", names) + ": " + first.getMessage(),
                first);
    }

    private long draw(Renderer.Copy copy, Order order, Archive archive) {
        var parts = parts(copy);
        parts.forEach((ending, content) -> archive.add(bulletin.name(), order.id(), order.file() + ending, content));
        return parts.size();
    }

    /** The files that a copy consists of, by ending. */
    static Map<String, Archive.Content> parts(Renderer.Copy copy) {
        var parts = new LinkedHashMap<String, Archive.Content>();
        if (copy.hasPage()) {
            parts.put(PAGE, copy::page);
        }
        if (copy.hasWorkbook()) {
            parts.put(WORKBOOK, copy::workbook);
        }
        return parts;
    }

    /** A copy for named recipients always bears its recipient's name: how many there are differs from period to period. */
    private String name(Row recipient, int copies, Run run) {
        boolean one = copies == 1 && bulletin.recipients() == null;
        return bulletin.name() + "-" + run.period() + (one ? "" : "-" + recipient.text("name"));
    }

    private List<Row> recipients(Session session) {
        return session.query("select id, name from (" + audience + ") order by id");
    }

    private static String audience(Bulletin bulletin, Subjects.Kind kind) {
        var recipients = bulletin.recipients();
        return recipients == null
                ? "select cast(%s as varchar) as id, cast(%s as varchar) as name from %s"
                        .formatted(kind.id(), kind.label(), kind.table())
                : "select cast(id as varchar) as id, cast(name as varchar) as name from (" + recipients.body() + ")";
    }
}
