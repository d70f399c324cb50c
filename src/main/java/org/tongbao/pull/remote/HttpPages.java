package org.tongbao.pull.remote;

import java.net.URI;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tongbao.pull.remote.HttpService.Paging;
import org.tongbao.run.Progress;
import tools.jackson.databind.JsonNode;

/**
 * Reads the pages of a service that have not been read, and passes none over: services put fewer records on a page than
 * they are asked for, give their last page for each one beyond it, and remove records while they are read. The reading
 * ends with an empty page or where there is no next one; then what came is compared with the total that was announced.
 *
 * <p>Where pages are counted, the next fetch begins with the last one again: it may have been filled up.
 */
final class HttpPages {

    private static final String PLACE = "place";
    private static final String ROWS = "rows";
    private static final String TOTAL = "total";

    private final HttpService service;
    private final Asking asking;
    private final Arrivals arrivals;
    private final Retry retry;
    private final Progress progress;

    /** Places that this fetch has asked for, or is about to. */
    private final Set<String> asked = new HashSet<>();

    private @Nullable StoredPage last;
    private @Nullable Long total;

    /** Records on a page that has no room for more, as far as is known. */
    private int full;

    HttpPages(HttpService service, Asking asking, Arrivals arrivals, Retry retry, Progress progress) {
        this.service = service;
        this.asking = asking;
        this.arrivals = arrivals;
        this.retry = retry;
        this.progress = progress;
        this.full = service.size();
    }

    /**
     * A page.
     *
     * @param address where it was asked for
     * @param records its records
     * @param next place of the page after it (a number, an offset, a cursor, an address), or null after the last
     * @param total how many records there are in all; null if that is not announced
     */
    record RecordPage(
            URI address,
            List<JsonNode> records,
            @Nullable String next,
            @Nullable Long total) {}

    /** Asks for the page at a place. */
    interface Asking {
        RecordPage ask(String place, Retry retry);
    }

    /**
     * A page that has become a file.
     *
     * @param number number of the file
     * @param before records on the pages before it
     */
    private record StoredPage(int number, String place, long before, RecordPage page) {

        int size() {
            return page.records().size();
        }
    }

    /** Returns how many records came. */
    long read() {
        var position = arrivals.position();
        var place = position.mark(PLACE) == null
                ? service.paging().first()
                : String.valueOf(position.mark(PLACE));
        var rowsMark = position.mark(ROWS);
        int number = position.next();
        // Homes of edition 0.1.0 have not counted them.
        long before = rowsMark == null ? arrivals.linesBefore(number) : Long.parseLong(rowsMark);
        total = position.mark(TOTAL) == null ? null : Long.valueOf(String.valueOf(position.mark(TOTAL)));
        boolean again = service.paging().isCounted() && rowsMark != null;
        long start = before;
        asked.add(place);
        var page = ask(place, before);
        while (!isEnd(page, before, again)) {
            before += fillUp(page);
            refuseRepeatedPlace(page);
            if (isRepeated(page)) {
                break;
            }
            store(new StoredPage(number, place, before, page));
            before += page.records().size();
            progress.advance(page.records().size());
            var next = page.next();
            if (next == null) {
                break;
            }
            place = next;
            number++;
            page = ask(place, before);
        }
        compareWithTotal(page, before);
        return before - start;
    }

    private RecordPage ask(String place, long before) {
        var known = last;
        boolean reached = known != null && total != null && total == before;
        try {
            return asking.ask(place, reached ? retry.atMost(1) : retry);
        } catch (FetchException e) {
            if (known != null && reached && !Thread.currentThread().isInterrupted()) {
                // Beyond the last record some services answer with an error.
                return new RecordPage(known.page().address(), List.of(), null, null);
            }
            throw e;
        }
    }

    /**
     * Whether a page is the empty one behind the last.
     *
     * @param again whether the first page of this fetch has been read before
     */
    private boolean isEnd(RecordPage page, long before, boolean again) {
        if (last == null) {
            // Links name pages by their addresses, also the first one.
            asked.add(page.address().toString());
        }
        noteTotal(page, before);
        if (page.records().isEmpty() && last == null && again) {
            throw restart(page, "the page that was the last one is empty, so records were removed there");
        }
        return page.records().isEmpty();
    }

    /** Where pages are counted, a smaller total means that pages have moved, and records may have been passed over. */
    private void noteTotal(RecordPage page, long before) {
        var announced = page.total();
        if (announced == null || (announced == 0 && page.records().isEmpty())) {
            return;
        }
        if (service.isTotalGuessed() && before > 0 && announced == page.records().size()) {
            // It counts the records of each page.
            return;
        }
        var known = total;
        if (known != null && announced < known && service.paging().isCounted()) {
            throw restart(
                    page,
                    "the announced total fell from " + known + " to " + announced + ", so records were removed there");
        }
        total = announced;
    }

    /**
     * A numbered page that had room for more may have been filled up before the one after it was asked for: it is asked for
     * again, and replaced if it was. Returns how many records it has more.
     */
    private int fillUp(RecordPage following) {
        var known = last;
        if (known == null || service.paging() != Paging.NUMBER || known.size() >= full) {
            return 0;
        }
        var page = asking.ask(known.place(), retry);
        noteTotal(page, known.before());
        if (page.records().isEmpty()) {
            throw restart(following, "a page that had records is empty now, so records were removed there");
        }
        if (page.records().equals(known.page().records())) {
            // The service puts no more on a page, whatever it is asked for.
            full = known.size();
            return 0;
        }
        store(new StoredPage(known.number(), known.place(), known.before(), page));
        int more = page.records().size() - known.size();
        progress.advance(Math.max(0, more));
        return more;
    }

    /** Whether it is the last page once more, as some services give it for each number beyond the last. */
    private boolean isRepeated(RecordPage page) {
        var known = last;
        if (known == null || !page.records().equals(known.page().records())) {
            return false;
        }
        if (service.paging().isCounted()) {
            return true;
        }
        throw new FetchException(HttpService.name(page.address())
                + " gives the same records on one page after the other: the reading would never end");
    }

    private void refuseRepeatedPlace(RecordPage page) {
        var next = page.next();
        if (next != null && !asked.add(next)) {
            throw new FetchException(HttpService.name(page.address()) + " names as its next page "
                    + (service.paging() == Paging.LINK ? HttpService.withoutQuery(URI.create(next)) : "'" + next + "'")
                    + ", which was asked for already: the reading would never end");
        }
    }

    /** Makes a file of a page. Where pages are counted the last one stays open, and so does one without a next. */
    private void store(StoredPage laid) {
        var page = laid.page();
        boolean open = service.paging().isCounted() || page.next() == null;
        var marks = new TreeMap<String, String>();
        marks.put(PLACE, open ? laid.place() : String.valueOf(page.next()));
        marks.put(ROWS, String.valueOf(open ? laid.before() : laid.before() + laid.size()));
        if (total != null) {
            marks.put(TOTAL, String.valueOf(total));
        }
        arrivals.add(
                laid.number(),
                service.extension(),
                file -> Files.write(
                        file, page.records().stream().map(JsonNode::toString).toList()),
                new Arrivals.Position(open ? laid.number() : laid.number() + 1, marks));
        last = laid;
    }

    private void compareWithTotal(RecordPage end, long rows) {
        var announced = total;
        if (announced == null) {
            return;
        }
        if (rows < announced) {
            throw restart(end, announced + " records are announced, and " + rows + " came");
        }
        if (rows > announced && service.paging().isCounted()) {
            progress.tell("%s: %d records came, and %d were announced: some may have come twice%n"
                    .formatted(HttpService.name(end.address()), rows, announced));
        }
    }

    /** What has come cannot be trusted to be all: the next fetch begins at the first page. */
    private FetchException restart(RecordPage page, String because) {
        arrivals.restart();
        return new FetchException(HttpService.name(page.address()) + ": " + because
                + "; the next pull reads all pages again. If records are removed there now and then, let the dataset say"
                + " 'load: full'"
                + (service.isTotalGuessed() ? "; if 'total' there counts something else, write 'total: none'" : ""));
    }
}
