package org.tongbao.sample;

import java.util.ArrayList;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Warehouse;

/**
 * Invents a city and writes its files as a bureau would receive them: ledgers with title rows and merged headings,
 * exports in several encodings, and the dirt of real life, listed in {@code dirt.csv}.
 */
public final class CitySample {

    private CitySample() {}

    /** Writes the files; returns how many bytes they have. What else lies in the folder stays. */
    public static long write(SampleOptions options, Progress progress) {
        progress.begin("sample", options.months() + 1L, "months");
        var city = Invention.city(options);
        var writer = new SampleWriter(options.out());
        new Registers(city, writer).write();
        progress.advance(1);
        try (var warehouse = Warehouse.inMemory(options.out());
                var session = warehouse.session()) {
            var accidents = new Accidents(city, writer);
            var supervision = new Supervision(city, writer);
            var platforms = new Platforms(city, writer);
            var readings = new Readings(session, city, writer);
            var happened = new ArrayList<Accidents.Accident>();
            for (int back = options.months() - 1; back >= 0; back--) {
                var month = options.last().minusMonths(back);
                var ofMonth = accidents.write(month);
                happened.addAll(ofMonth);
                supervision.write(month, ofMonth);
                platforms.write(month);
                readings.write(month);
                progress.advance(1);
            }
            new SmallWorks(city, writer).write();
            new Duties(city, writer).write(happened);
            new SiteLedgers(city, writer).write();
            new SupervisedProjects(city, writer).write();
            new Listings(city, writer).write(supervision.majors(), supervision.orders());
            new Enterprises(city, writer).write();
            new Staff(city, writer).write();
            new Enforcement(city, writer).write(happened);
            new EquipmentFirms(city, writer).write();
            new SiteFees(city, writer).write();
        }
        writer.manifest();
        progress.end(writer.bytes() / 1_000_000 + " MB");
        return writer.bytes();
    }
}
