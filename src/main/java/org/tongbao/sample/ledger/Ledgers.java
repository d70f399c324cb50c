package org.tongbao.sample.ledger;

import org.tongbao.sample.city.City;
import org.tongbao.sample.enterprise.EnterpriseLedgers;
import org.tongbao.sample.event.Events;
import org.tongbao.sample.event.Listings;
import org.tongbao.sample.file.SampleWriter;

/** What the offices of the city and its sites keep: registers, and ledgers of a year or of all months. */
public final class Ledgers {

    private final City city;
    private final SampleWriter writer;

    public Ledgers(City city, SampleWriter writer) {
        this.city = city;
        this.writer = writer;
    }

    /** Writes who there is. */
    public void writeRegisters() {
        new Registers(city, writer).write();
    }

    /** Writes all ledgers; they refer to what has happened. */
    public void write(Events events) {
        new SmallWorks(city, writer).write();
        new Duties(city, writer).write(events.accidents());
        new SiteLedgers(city, writer).write();
        new SiteDuties(city, writer).write();
        new RegionLedgers(city, writer).write();
        new SupervisedProjects(city, writer).write();
        new Listings(city, writer).write(events.majorHazards(), events.stopOrders());
        new EnterpriseLedgers(city, writer).write();
        new Enforcement(city, writer).write(events.accidents());
        new SiteFees(city, writer).write();
    }
}
