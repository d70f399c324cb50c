package org.tongbao.sample.city;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The invented city as it stands at the end of the last month, with the hidden qualities that make it behave as it does.
 * No place, firm or person of it exists; division codes begin with 99, which no province has.
 *
 * @param seed the same seed gives the same city
 * @param last the last month of events
 * @param months how many months of events there are
 * @param interval minutes between two readings of a device
 */
public record City(
        long seed,
        YearMonth last,
        int months,
        int interval,
        List<Region> regions,
        List<Street> streets,
        List<Firm> firms,
        List<Project> projects,
        List<Device> devices) {

    public static final String NAME = "景澜市";

    /** The code of a project that no register has. */
    public static final String NO_PROJECT = "9999992401000001";

    /**
     * A county-level region or a park.
     *
     * @param quality how well its sites are run, 0 to 1
     * @param drift how much that gains in a year
     * @param diligence which share of its sites the inspectors see in an ordinary month
     */
    public record Region(String id, String name, String kind, double quality, double drift, double diligence) {}

    public record Street(String id, String name, Region region, double quality) {}

    public record Firm(String code, String name, String qualification, LocalDate licenceUntil, double quality) {}

    /**
     * What stands on a site and must be inspected with it.
     *
     * @param scaffold the table of JGJ 59 for its kind of scaffold, if any
     * @param hoist the table for its hoist, if any
     */
    public record SiteFeatures(
            boolean crane,
            boolean pit,
            boolean formwork,
            @Nullable String scaffold,
            @Nullable String hoist) {}

    /** A project; {@code quality} between 0 (bad) and 1 (good) drives all that happens on its site. */
    public record Project(
            String id,
            String name,
            boolean house,
            Street street,
            Firm firm,
            String supervisor,
            int area,
            int cost,
            LocalDate started,
            @Nullable LocalDate completed,
            @Nullable LocalDate stopped,
            @Nullable LocalDate resumed,
            String state,
            String risk,
            SiteFeatures features,
            double quality) {

        /** Whether work goes on at some time of the month. */
        public boolean activeIn(YearMonth month) {
            boolean begun = !started.isAfter(month.atEndOfMonth());
            boolean going = completed == null || !completed.isBefore(month.atDay(1));
            boolean halted = stopped != null
                    && stopped.isBefore(month.atDay(1))
                    && (resumed == null || resumed.isAfter(month.atEndOfMonth()));
            return begun && going && !halted;
        }

        /** Whether there is somebody on the site to be inspected on this day. */
        public boolean openOn(LocalDate day) {
            boolean going = !day.isBefore(started) && (completed == null || !day.isAfter(completed));
            boolean halted = stopped != null && !day.isBefore(stopped) && (resumed == null || day.isBefore(resumed));
            return going && !halted && !Seasons.shut(day);
        }
    }

    public record Device(
            String id,
            Project project,
            String kind,
            LocalDate installed,
            @Nullable LocalDate removed) {}

    /**
     * Invents a city.
     *
     * @param projects how many projects
     */
    public static City invent(long seed, int projects, int months, YearMonth last, int interval) {
        return CityGenerator.city(seed, projects, months, last, interval);
    }

    public YearMonth firstMonth() {
        return last.minusMonths(months - 1L);
    }

    /** The months of a year of which there are events. */
    public List<YearMonth> months(int year) {
        return IntStream.rangeClosed(1, 12)
                .mapToObj(month -> YearMonth.of(year, month))
                .filter(month -> !month.isBefore(firstMonth()) && !month.isAfter(last))
                .toList();
    }

    /** The first months of a year's quarters of which there are events. */
    public List<YearMonth> quarters(int year) {
        return Stream.of(1, 4, 7, 10)
                .map(month -> YearMonth.of(year, month))
                .filter(month -> !month.plusMonths(2).isBefore(firstMonth()) && !month.isAfter(last))
                .toList();
    }

    /** The last day that the bureau's files know of. */
    public LocalDate lastDay() {
        return last.atEndOfMonth();
    }

    public List<Project> activeIn(YearMonth month) {
        return projects.stream().filter(p -> p.activeIn(month)).toList();
    }

    /** How well the site is run in a month: its region has been getting better or worse, and has good and bad months. */
    public double quality(Project project, YearMonth month) {
        var region = project.street().region();
        double years = ChronoUnit.MONTHS.between(month, last) / 12.0;
        double mood = 0.03 * SeededRandom.of(seed, "mood", region.id(), month).normal()
                + 0.05 * SeededRandom.of(seed, "mood", project.id(), month).normal();
        return Math.min(0.98, Math.max(0.02, project.quality() - region.drift() * years + mood));
    }
}
