package org.tongbao.sample.enterprise;

import org.tongbao.sample.city.City;
import org.tongbao.sample.file.SampleWriter;

/** What enterprises and their people keep ledgers of. */
public final class EnterpriseLedgers {

    private final City city;
    private final SampleWriter writer;

    public EnterpriseLedgers(City city, SampleWriter writer) {
        this.city = city;
        this.writer = writer;
    }

    public void write() {
        var participants = Participants.of(city);
        participants.write(writer);
        new Enterprises(city, participants, writer).write();
        new Staff(city, writer).write();
        new EquipmentFirms(city, writer).write();
    }
}
