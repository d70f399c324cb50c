package org.tongbao.pull.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongbao.pull.PullFixture;
import org.tongbao.pull.remote.Gateway.Replies;
import org.tongbao.pull.remote.Gateway.Reply;
import org.tongbao.run.Progress;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/** However a service counts its records into pages, all of them come or the fetch fails and says why. */
class HttpPagesTest {

    private static final Retry HASTY = new Retry(3, Duration.ofMillis(1), Duration.ofMillis(2));
    private static final String NUMBER = "?page={page}&size={size}', pages: number, size: 500, records: data";
    private static final String OFFSET = "?from={offset}&size={size}', pages: offset, size: 500, records: data";
    private static final String CURSOR = "?after={cursor}', pages: cursor, next: next, records: data";
    private static final String LINK = "?page=1', pages: link, records: data";

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    @Test
    void aServiceThatPutsFewerRecordsOnAPageThanAreAskedForGivesAllOfThem() {
        try (var gateway = new Gateway(numbered(100, 250))) {
            assertThat(fetch(gateway, NUMBER)).isEqualTo(250);
            assertThat(ids()).isEqualTo(range(0, 250));
            assertThat(gateway.asked).last().isEqualTo("page=4&size=500");
            gateway.asked.clear();
            fetch(gateway, NUMBER);
            assertThat(gateway.asked).containsExactly("page=3&size=500", "page=4&size=500");
            assertThat(ids()).isEqualTo(range(0, 250));
        }
    }

    @Test
    void offsetsCountWhatHasCome() {
        Replies answers = query -> {
            int from = number(query, "from");
            return page(250, from, Math.min(250, from + 100), "");
        };
        try (var gateway = new Gateway(answers)) {
            assertThat(fetch(gateway, OFFSET)).isEqualTo(250);
            assertThat(ids()).isEqualTo(range(0, 250));
            assertThat(gateway.asked)
                    .containsExactly("from=0&size=500", "from=100&size=500", "from=200&size=500", "from=250&size=500");
        }
    }

    @Test
    void aCursorThatComesAgainIsRefusedAtOnce() {
        try (var gateway = new Gateway(query -> page(1, 0, 1, "same"))) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> fetch(gateway, CURSOR))
                        .isInstanceOf(FetchException.class)
                        .hasMessage(
                                "service " + gateway.address()
                                        + " names as its next page 'same', which was asked for already: the reading would never end");
            }
            assertThat(gateway.asked).containsExactly("after=", "after=same", "after=same");
            assertThat(ids()).as("nothing is laid down twice").isEqualTo(range(0, 1));
        }
    }

    @Test
    void cursorsThatLeadInACircleAreRefused() {
        Replies answers = query -> {
            int at = query.getOrDefault("after", "").isEmpty() ? 0 : number(query, "after");
            return page(30, at * 10, at * 10 + 10, String.valueOf((at + 1) % 3));
        };
        try (var gateway = new Gateway(answers)) {
            assertThatThrownBy(() -> fetch(gateway, CURSOR)).hasMessageContaining("asked for already");
            assertThat(gateway.asked).hasSizeLessThan(6);
        }
    }

    @Test
    void cursorsThatMoveWithoutNewRecordsAreRefused() {
        var count = new AtomicInteger();
        try (var gateway = new Gateway(query -> page(3, 0, 3, "c" + count.incrementAndGet()))) {
            assertThatThrownBy(() -> fetch(gateway, CURSOR)).hasMessageContaining("the same records on one page after");
        }
    }

    @Test
    void aLinkBackToTheFirstPageIsRefused() {
        Replies answers = query -> {
            int at = number(query, "page");
            return linked(page(20, at * 10 - 10, at * 10, ""), at % 2 + 1);
        };
        try (var gateway = new Gateway(answers)) {
            assertThatThrownBy(() -> fetch(gateway, LINK))
                    .hasMessageContaining(
                            "names as its next page " + gateway.address() + ", which was asked for already");
            assertThat(gateway.asked).containsExactly("page=1", "page=2");
        }
    }

    @Test
    void anEmptyPageEndsTheReadingWhateverItNamesAsTheNext() {
        Replies answers = query -> {
            int from = query.getOrDefault("after", "").isEmpty() ? 0 : number(query, "after");
            return page(25, from, Math.max(from, Math.min(25, from + 10)), String.valueOf(from + 10));
        };
        try (var gateway = new Gateway(answers)) {
            assertThat(fetch(gateway, CURSOR)).isEqualTo(25);
            assertThat(gateway.asked).containsExactly("after=", "after=10", "after=20", "after=30");
        }
    }

    @Test
    void aTotalThatIsNotReachedFailsAndTheNextFetchReadsAllPagesAgain() {
        var missing = new AtomicInteger(50);
        for (var kind : List.of(NUMBER, OFFSET, CURSOR, LINK)) {
            missing.set(50);
            Replies answers = query -> {
                int from = query.containsKey("page")
                        ? number(query, "page") * 100 - 100
                        : query.containsKey("from")
                                ? number(query, "from")
                                : query.getOrDefault("after", "").isEmpty() ? 0 : number(query, "after");
                int to = Math.max(from, Math.min(250 - missing.get(), from + 100));
                var page = page(250, from, to, to < 250 - missing.get() ? String.valueOf(to) : "");
                return to < 250 - missing.get() ? linked(page, number(query, "page") + 1) : page;
            };
            try (var gateway = new Gateway(answers)) {
                assertThatThrownBy(() -> fetch(gateway, kind))
                        .as(kind)
                        .isInstanceOf(FetchException.class)
                        .hasMessageContaining(
                                "250 records are announced, and 200 came; the next pull reads all pages again");
                missing.set(0);
                fetch(gateway, kind);
                assertThat(ids()).as(kind).isEqualTo(range(0, 250));
                clear();
            }
        }
    }

    @Test
    void theTotalMayStandAnywhereAndInAHeader() {
        var body = "{\"meta\":{\"count\":3},\"data\":" + Gateway.things(0, 2) + "}";
        try (var gateway = new Gateway(query -> Reply.of("1".equals(query.get("page")) ? body : "{\"data\":[]}"))) {
            assertThatThrownBy(() -> fetch(gateway, NUMBER + ", total: meta.count"))
                    .hasMessageContaining("3 records are announced, and 2 came");
            assertThatThrownBy(() -> fetch(gateway, NUMBER + ", total: meta.all"))
                    .hasMessageContaining("no number of records at 'meta.all'");
            assertThat(fetch(gateway, NUMBER)).isEqualTo(2);
        }
        clear();
        Replies answers =
                query -> new Reply(200, "{\"data\":" + Gateway.things(0, 2) + "}", Map.of("X-Total-Count", "3"));
        try (var gateway = new Gateway(answers)) {
            assertThatThrownBy(() -> fetch(gateway, LINK)).hasMessageContaining("3 records are announced");
            assertThat(fetch(gateway, LINK + ", total: none")).isEqualTo(2);
        }
    }

    @Test
    void aTotalThatCountsThePagesOrTheRecordsOfEachHarmsNothing() {
        for (boolean pages : new boolean[] {true, false}) {
            Replies answers = query -> {
                int from = number(query, "page") * 100 - 100;
                int to = Math.max(from, Math.min(250, from + 100));
                return page(pages ? 3 : to - from, from, to, "");
            };
            try (var gateway = new Gateway(answers)) {
                assertThat(fetch(gateway, NUMBER)).isEqualTo(250);
                fetch(gateway, NUMBER);
                assertThat(ids()).isEqualTo(range(0, 250));
                clear();
            }
        }
    }

    @Test
    void pagesThatShrinkBringRecordsTwiceAndNoneIsMissing() {
        Replies answers = query -> {
            int size = "1".equals(query.get("page")) ? 100 : 50;
            int from = (number(query, "page") - 1) * size;
            return page(250, from, Math.max(from, Math.min(250, from + size)), "");
        };
        try (var gateway = new Gateway(answers)) {
            assertThat(fetch(gateway, NUMBER)).isEqualTo(300);
            assertThat(ids()).containsAll(range(0, 250));
            assertThat(told).singleElement().asString().contains("300 records came, and 250 were announced");
        }
    }

    @Test
    void pagesThatGrowPassRecordsOverAndFail() {
        Replies answers = query -> {
            int size = "1".equals(query.get("page")) ? 50 : 100;
            int from = (number(query, "page") - 1) * size;
            return page(250, from, Math.max(from, Math.min(250, from + size)), "");
        };
        try (var gateway = new Gateway(answers)) {
            assertThatThrownBy(() -> fetch(gateway, NUMBER))
                    .hasMessageContaining("250 records are announced, and 200 came");
        }
    }

    @Test
    void recordsThatAreAddedWhileTheyAreReadComeToo() {
        var records = new AtomicInteger(250);
        Replies answers = query -> {
            // Three more before each page is asked for: page 3 is filled up before page 4 is asked for.
            return numbered(100, "4".equals(query.get("page")) ? records.addAndGet(70) : records.get())
                    .to(query);
        };
        try (var gateway = new Gateway(answers)) {
            fetch(gateway, NUMBER);
            assertThat(records).hasValue(320);
            assertThat(ids()).isEqualTo(range(0, 320));
            records.set(330);
            fetch(gateway, NUMBER);
            assertThat(ids()).isEqualTo(range(0, records.get()));
        }
    }

    @Test
    void recordsThatAreRemovedWhileTheyAreReadMoveThePagesAndFail() {
        for (var kind : List.of(NUMBER, OFFSET)) {
            var first = new AtomicInteger();
            Replies answers = query -> {
                // The first two are removed as soon as page 1 has been read.
                int from = query.containsKey("from") ? number(query, "from") : number(query, "page") * 100 - 100;
                int gone = first.get();
                first.set(2);
                int to = Math.max(from, Math.min(250 - gone, from + 100));
                return page(250 - gone, from + gone, to + gone, "");
            };
            try (var gateway = new Gateway(answers)) {
                assertThatThrownBy(() -> fetch(gateway, kind))
                        .hasMessageContaining(
                                "the announced total fell from 250 to 248, so records were removed there");
                fetch(gateway, kind);
                assertThat(ids()).isEqualTo(range(2, 250));
                clear();
            }
        }
    }

    @Test
    void recordsThatAreRemovedBetweenTwoFetchesMakeTheNextReadAllPages() {
        for (boolean announced : new boolean[] {true, false}) {
            var records = new AtomicInteger(250);
            Replies answers = query -> {
                int from = number(query, "page") * 100 - 100;
                return page(
                        announced ? records.get() : -1, from, Math.max(from, Math.min(records.get(), from + 100)), "");
            };
            try (var gateway = new Gateway(answers)) {
                fetch(gateway, NUMBER);
                records.set(150);
                assertThatThrownBy(() -> fetch(gateway, NUMBER))
                        .hasMessageContaining("records were removed there; the next pull reads all pages again");
                assertThat(fetch(gateway, NUMBER)).isEqualTo(150);
                clear();
            }
        }
    }

    @Test
    void aServiceThatGivesItsLastPageForEachNumberBeyondItIsReadOnce() {
        for (int records : new int[] {250, 200}) {
            Replies answers = query -> {
                int last = (records + 99) / 100;
                int from = (Math.min(last, number(query, "page")) - 1) * 100;
                return page(records, from, Math.min(records, from + 100), "");
            };
            try (var gateway = new Gateway(answers)) {
                fetch(gateway, NUMBER);
                assertThat(ids()).isEqualTo(range(0, records));
                clear();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 400, 500})
    void anErrorBeyondTheLastRecordIsTheEndOnlyIfAllHaveCome(int status) {
        Replies answers = query -> number(query, "page") > 3
                ? Reply.failed(status)
                : numbered(100, 250).to(query);
        try (var gateway = new Gateway(answers)) {
            fetch(gateway, NUMBER);
            assertThat(ids()).isEqualTo(range(0, 250));
            fetch(gateway, NUMBER);
            assertThat(ids()).isEqualTo(range(0, 250));
            clear();
            assertThatThrownBy(() -> fetch(gateway, NUMBER + ", total: none")).hasMessageContaining("HTTP " + status);
        }
    }

    @Test
    void aPullOverNumberedPagesLoadsEachRowOnce() {
        try (var gateway = new Gateway(numbered(100, 250));
                var fixture = PullFixture.with(
                        folder,
                        "slice",
                        "source: probes\ndataset: thing\nservice: { url: '" + gateway.address() + NUMBER + " }\n")) {
            fixture.pull();
            assertThat(fixture.current("select count(*) || '/' || count(distinct id) as text"))
                    .isEqualTo("250/250");
        }
    }

    @Test
    void aFetchThatEdition010BeganGoesOn() throws IOException {
        Files.createDirectories(arrivals());
        for (int page = 1; page <= 3; page++) {
            var lines =
                    Gateway.things(page * 100 - 100, Math.min(250, page * 100)).replace("},{", "}\n{");
            Files.writeString(
                    arrivals().resolve("00000" + page + ".ndjson"), lines.substring(1, lines.length() - 1) + "\n");
        }
        Files.writeString(arrivals().resolve("position.properties"), "next=3\nmark.place=3\n");
        try (var gateway = new Gateway(numbered(100, 260))) {
            fetch(gateway, NUMBER);
            assertThat(ids()).isEqualTo(range(0, 260));
            assertThat(gateway.asked).containsExactly("page=3&size=500", "page=4&size=500");
        }
    }

    /** Pages of so many records, whatever size is asked for. */
    private static Replies numbered(int size, int records) {
        return query -> {
            int from = (number(query, "page") - 1) * size;
            return page(records, from, Math.max(from, Math.min(records, from + size)), "");
        };
    }

    private static Reply page(int total, int from, int to, String next) {
        return Reply.of("{" + (total < 0 ? "" : "\"total\":" + total + ",") + "\"next\":\"" + next + "\",\"data\":"
                + Gateway.things(from, to) + "}");
    }

    private static Reply linked(Reply page, int next) {
        return new Reply(200, page.body(), Map.of("Link", "</api?page=" + next + ">; rel=\"next\""));
    }

    private static int number(Map<String, String> query, String name) {
        return Integer.parseInt(query.getOrDefault(name, "0"));
    }

    private long fetch(Gateway gateway, String declared) {
        var problems = new Problems();
        try {
            var file = Files.writeString(
                    folder.resolve("source.yaml"), "service: { url: '" + gateway.address() + declared + " }\n");
            var service = new SpecFiles(folder, problems)
                    .yaml(file)
                    .flatMap(Remote::read)
                    .orElseThrow(() -> new AssertionError(problems.sorted()));
            problems.throwIfAny();
            return new Fetcher(folder.resolve("drivers"), Map.of(), HASTY)
                    .fetch(service, arrivals(), false, 3, progress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Progress progress() {
        return new Progress() {
            @Override
            public void tell(String lines) {
                told.add(lines);
            }
        };
    }

    private Path arrivals() {
        return folder.resolve("arrivals");
    }

    /** The numbers of the records that have been laid down, in order. */
    private List<Integer> ids() {
        var ids = new ArrayList<Integer>();
        for (var file : new Arrivals(arrivals()).files()) {
            try {
                for (var line : Files.readAllLines(file)) {
                    ids.add(Integer.valueOf(line.substring(line.indexOf(':') + 1, line.indexOf(','))));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ids;
    }

    private void clear() {
        try {
            for (var file : new Arrivals(arrivals()).files()) {
                Files.delete(file);
            }
            Files.deleteIfExists(arrivals().resolve("position.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
