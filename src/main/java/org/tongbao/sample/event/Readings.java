package org.tongbao.sample.event;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.Seasons;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/**
 * The devices' readings, made by the engine so that a large city takes seconds: Parquet from the dust and noise
 * gateway, CSV from the crane and pit vendor. What looks like chance is a hash of device and time, so that neither the
 * number of threads nor the order of rows has a say in it.
 */
final class Readings {

    private final Session session;
    private final City city;
    private final SampleWriter writer;

    Readings(Session session, City city, SampleWriter writer) {
        this.session = session;
        this.city = city;
        this.writer = writer;
        session.execute(
                "create temp table device (id varchar, number bigint, kind varchar, quality double, started date,"
                        + " installed date, removed date)");
        try (var rows = session.appender("main", "device")) {
            long number = 0;
            for (var d : city.devices()) {
                var p = d.project();
                rows.row(d.id(), ++number, d.kind(), p.quality(), p.started(), d.installed(), d.removed());
            }
        }
    }

    void write(YearMonth month) {
        copy(
                month,
                "在线监测/扬尘噪声_" + month + ".parquet",
                "'扬尘', '噪声'",
                "device_id, read_at, value",
                "format parquet, compression zstd",
                0);
        copy(
                month,
                "在线监测/塔机基坑_" + month + ".csv",
                "'塔机', '基坑'",
                "device_id as \"设备编号\", strftime(read_at, '%Y-%m-%d %H:%M') as \"监测时间\", value as \"监测值\"",
                "format csv, header",
                1);
    }

    /** Dirt on the reading at this place, counted from 0: put in its stead, or added after it. */
    private record Stain(
            long place,
            boolean added,
            DataSheet.Dirt dirt,
            String device,
            @Nullable Double value) {}

    /**
     * @param headings how many lines stand before the first row
     */
    private void copy(YearMonth month, String file, String kinds, String columns, String format, int headings) {
        session.execute(
                "create or replace temp table made as " + readings(month, kinds) + " order by device_id, read_at");
        long count = session.one("select count(*) as n from made").whole("n");
        if (count == 0) {
            return;
        }
        session.execute(
                "create or replace temp table stain (place double, device_id varchar, read_at timestamp, value double)");
        int added = 0;
        for (var stain : stains(file, count)) {
            session.sql("insert into stain select :at, coalesce(nullif(:device, ''), device_id), read_at,"
                            + (stain.dirt().column().equals("value")
                                    ? " cast(:value as double)"
                                    : " coalesce(:value, value)")
                            + " from made where rowid = :place")
                    .param("at", stain.place() + (stain.added() ? 0.5 : 0))
                    .param("device", stain.device())
                    .param("value", stain.value())
                    .param("place", stain.place())
                    .execute();
            added += stain.added() ? 1 : 0;
            // Physical row: those before it, the added ones among them, and itself.
            long row = stain.place() + 1 + added + headings;
            writer.noteDirt(file, row, stain.dirt(), shown(stain));
        }
        var path = writer.path(file);
        session.execute("copy (select " + columns
                + " from (select rowid as place, * from made where rowid not in (select place from stain)"
                + " union all select * from stain) order by place) to " + Sql.text(path.toString()) + " (" + format
                + ")");
        writer.addBytes(path);
    }

    private String shown(Stain stain) {
        if (stain.dirt().column().equals("value")) {
            return stain.value() == null ? "" : String.valueOf(stain.value());
        }
        return stain.device().isEmpty()
                ? session.sql("select device_id from made where rowid = :place")
                        .param("place", stain.place())
                        .one()
                        .text("device_id")
                : stain.device();
    }

    /** Up to four stains, by their place: each has a quarter of the file to itself, so that they never touch. */
    private List<Stain> stains(String file, long count) {
        var random = SeededRandom.of(city.seed(), "dirt", file);
        var stains = new ArrayList<Stain>();
        for (int i = 0; i < 4 && count >= 8; i++) {
            long place = count * i / 4 + random.between(0, (int) Math.min(count / 4 - 2, Integer.MAX_VALUE - 1));
            var stain =
                    switch (i) {
                        case 0 -> new Stain(place, true, rejected("device_id", "unknown device"), "SB99999X", null);
                        case 1 -> new Stain(place, false, rejected("value", "negative number"), "", -9.0);
                        case 2 -> new Stain(place, true, rejected("device_id+read_at", "duplicate row"), "", null);
                        default -> new Stain(place, false, rejected("value", "missing value"), "", null);
                    };
            if (random.chance(0.22)) {
                stains.add(stain);
            }
        }
        return stains;
    }

    private static DataSheet.Dirt rejected(String column, String kind) {
        return new DataSheet.Dirt(column, kind, "rejected");
    }

    /**
     * Readings of a month. {@code lost}, {@code chance} and {@code weather} are evenly distributed over 0..1. A device
     * loses one reading in seventy; in some weeks it is silent for days, the more so on bad sites, and now and then it is
     * dead for a month. Dust goes with the city's weather, noise with the hour, a pit's wall creeps as the pit gets older.
     */
    private String readings(YearMonth month, String kinds) {
        var shutFrom = Seasons.shutFrom(month.getYear());
        var shutUntil = Seasons.shutUntil(month.getYear());
        return """
                with hour as (
                    select
                        read_at,
                        cast(epoch(read_at) / 60 as bigint) as minute,
                        (hash(cast(epoch(read_at) / 86400 as bigint), 5 + ${seed}) % 1000000) / 1e6 as weather,
                        read_at >= ${shutFrom} and read_at < ${shutUntil} as shut,
                        extract(hour from read_at) between 6 and 21 as daytime
                    from generate_series(cast(${from} as timestamp), cast(${to} as timestamp) - interval 1 minute,
                        interval ${interval} minute) as t (read_at)
                ),
                due as (
                    select device.*, hour.*,
                        (hash(number, minute, 1 + ${seed}) % 1000000) / 1e6 as lost,
                        (hash(number, minute, 2 + ${seed}) % 1000000) / 1e6 as chance,
                        hash(number, date_diff('week', date '2001-01-01', cast(read_at as date)), 3 + ${seed}) as week,
                        hash(number, ${month}, 4 + ${seed}) as whole
                    from device cross join hour
                    where kind in (${kinds})
                        and read_at >= installed
                        and (removed is null or read_at < removed + interval 1 day)
                ),
                sent as (
                    select * from due
                    where lost > 0.015
                        and not ((week % 1000) / 1e3 < 0.008 + 0.07 * (1 - quality)
                            and extract(isodow from read_at) between 1 + week // 1000 % 3 and 3 + week // 3000 % 5)
                        and not (whole % 1000) / 1e3 < 0.03 * (1 - quality)
                )
                select
                    id as device_id,
                    read_at,
                    round(case kind
                        when '扬尘' then (32 + 45 * (1 - quality) + 36 * chance + ${dust} * weather * weather
                            + case when chance > 0.972 then 75 else 0 end) * case when shut then 0.55 else 1.0 end
                        when '噪声' then case when daytime then 56 else 43 end
                            + case when shut then -8 else 10 * (1 - quality) end + 8 * (chance - 0.5)
                            + case when chance > 0.97 then 8 else 0 end
                        when '塔机' then case when shut then 5 * chance
                            else 28 + 46 * chance + case when chance > 0.988 - 0.02 * (1 - quality) then 20 else 0 end end
                        else 3 + least(18, date_diff('day', started, cast(read_at as date)) / 28.0)
                            + 8 * (1 - quality) + 2 * chance + ${wet} * (1 - quality)
                    end, 1) as value
                from sent""".replace("${seed}", String.valueOf(Math.floorMod(city.seed(), 1_000_003) * 10L))
                .replace("${shutFrom}", Sql.date(shutFrom))
                .replace("${shutUntil}", Sql.date(shutUntil))
                .replace("${from}", Sql.date(month.atDay(1)))
                .replace("${to}", Sql.date(month.plusMonths(1).atDay(1)))
                .replace("${interval}", String.valueOf(city.interval()))
                .replace("${month}", String.valueOf(month.getYear() * 12 + month.getMonthValue()))
                .replace("${kinds}", kinds)
                .replace("${dust}", String.valueOf(Seasons.dust(month)))
                .replace("${wet}", Seasons.wet(month) ? "5" : "0");
    }
}
