package org.tongbao.sample.event;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.City.Project;
import org.tongbao.sample.file.SampleWriter;
import org.tongbao.warehouse.Session;

/** What happens in the city, month by month, each with the files that tell it; and what later ledgers refer to. */
public final class Events {

    private final Accidents accidents;
    private final Supervision supervision;
    private final Platforms platforms;
    private final Readings readings;
    private final List<Accident> happened = new ArrayList<>();

    /**
     * Nothing has happened yet.
     *
     * @param session engine that makes the large files
     */
    public Events(Session session, City city, SampleWriter writer) {
        this.accidents = new Accidents(city, writer);
        this.supervision = new Supervision(city, writer);
        this.platforms = new Platforms(city, writer);
        this.readings = new Readings(session, city, writer);
    }

    /** An accident on a site. */
    public record Accident(
            String id, Project project, LocalDateTime at, int minutesToReport, String kind, int deaths, int injuries) {}

    /**
     * A major hazard that an inspection found.
     *
     * @param clause article and item of the standard for major hazards, edition of 2024, that makes it one
     * @param formerClause those of the edition of 2022
     */
    public record MajorHazard(String id, LocalDate found, String clause, String formerClause) {}

    /** An order to stop work. */
    public record StopOrder(
            String id, LocalDate due, @Nullable LocalDate lifted) {}

    /** Writes the files of a month; the months come in their order. */
    public void write(YearMonth month) {
        var ofMonth = accidents.write(month);
        happened.addAll(ofMonth);
        supervision.write(month, ofMonth);
        platforms.write(month);
        readings.write(month);
    }

    /** The accidents of all months written. */
    public List<Accident> accidents() {
        return happened;
    }

    /** The major hazards of all months written. */
    public List<MajorHazard> majorHazards() {
        return supervision.majors();
    }

    /** The orders to stop of all months written. */
    public List<StopOrder> stopOrders() {
        return supervision.orders();
    }
}
