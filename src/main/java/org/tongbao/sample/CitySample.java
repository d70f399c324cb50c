package org.tongbao.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import org.tongbao.run.Progress;
import org.tongbao.sample.city.City;
import org.tongbao.sample.event.Events;
import org.tongbao.sample.file.SampleWriter;
import org.tongbao.sample.ledger.Ledgers;
import org.tongbao.warehouse.Warehouse;

/**
 * Invents a city and writes its files as a bureau would receive them: ledgers with title rows and merged headings,
 * exports in several encodings, and the dirt of real life, listed in {@code dirt.csv}.
 */
public final class CitySample {

    /** Who the bureau is, and where its places lie. */
    private static final List<String> BUREAU = List.of("bureau.yaml", "regions.geojson");

    private CitySample() {}

    /** Writes the files; returns how many bytes they have. What else lies in the folder stays. */
    public static long write(SampleOptions options, Progress progress) {
        progress.begin("sample", options.months() + 1L, "months");
        var city =
                City.invent(options.seed(), options.projects(), options.months(), options.last(), options.interval());
        var writer = new SampleWriter(options.out());
        var ledgers = new Ledgers(city, writer);
        ledgers.writeRegisters();
        BUREAU.forEach(name -> write(name, options.out()));
        progress.advance(1);
        try (var warehouse = Warehouse.inMemory(options.out());
                var session = warehouse.session()) {
            var events = new Events(session, city, writer);
            for (int back = options.months() - 1; back >= 0; back--) {
                events.write(options.last().minusMonths(back));
                progress.advance(1);
            }
            ledgers.write(events);
        }
        writer.writeManifest();
        progress.end(writer.bytes() / 1_000_000 + " MB");
        return writer.bytes();
    }

    private static void write(String name, Path folder) {
        try (var in = Objects.requireNonNull(CitySample.class.getResourceAsStream(name), name)) {
            Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
