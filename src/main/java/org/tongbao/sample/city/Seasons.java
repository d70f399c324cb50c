package org.tongbao.sample.city;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;

/** The building year: sites stand still around the Spring Festival, summer is wet, and the year ends in a rush. */
public final class Seasons {

    /** First days of the lunar year, by the public calendar. */
    private static final Map<Integer, LocalDate> NEW_YEARS = Map.ofEntries(
            newYear(2019, 2, 5),
            newYear(2020, 1, 25),
            newYear(2021, 2, 12),
            newYear(2022, 2, 1),
            newYear(2023, 1, 22),
            newYear(2024, 2, 10),
            newYear(2025, 1, 29),
            newYear(2026, 2, 17),
            newYear(2027, 2, 6),
            newYear(2028, 1, 26),
            newYear(2029, 2, 13),
            newYear(2030, 2, 3));

    private Seasons() {}

    private static Map.Entry<Integer, LocalDate> newYear(int year, int month, int day) {
        return Map.entry(year, LocalDate.of(year, month, day));
    }

    /** The first day on which workers have gone home. */
    public static LocalDate shutFrom(int year) {
        return NEW_YEARS.getOrDefault(year, LocalDate.of(year, 2, 5)).minusDays(8);
    }

    /** The first day on which they are back. */
    public static LocalDate shutUntil(int year) {
        return NEW_YEARS.getOrDefault(year, LocalDate.of(year, 2, 5)).plusDays(14);
    }

    static boolean shut(LocalDate day) {
        return !day.isBefore(shutFrom(day.getYear())) && day.isBefore(shutUntil(day.getYear()));
    }

    /** The share of the month's days on which sites work. */
    public static double open(YearMonth month) {
        int open = 0;
        for (int day = 1; day <= month.lengthOfMonth(); day++) {
            open += shut(month.atDay(day)) ? 0 : 1;
        }
        return open / (double) month.lengthOfMonth();
    }

    /** How many hazards an inspection finds, against an ordinary month: rain and the year's end bring more. */
    public static double hazards(YearMonth month) {
        return switch (month.getMonthValue()) {
            case 6, 7, 8 -> 1.25;
            case 11, 12 -> 1.15;
            default -> 1.0;
        };
    }

    /** Dust in the air on a bad day, in micrograms: winter is dry, summer rains wash it out. */
    public static int dust(YearMonth month) {
        return switch (month.getMonthValue()) {
            case 12, 1, 2 -> 55;
            case 3, 4, 11 -> 42;
            case 6, 7, 8 -> 15;
            default -> 28;
        };
    }

    public static boolean wet(YearMonth month) {
        return month.getMonthValue() >= 6 && month.getMonthValue() <= 8;
    }
}
