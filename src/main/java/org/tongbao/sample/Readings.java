package org.tongbao.sample;

import java.time.YearMonth;
import java.util.List;
import org.tongbao.warehouse.Session;

/**
 * The devices' readings, made by the engine so that a large city takes seconds: Parquet from the dust and noise
 * gateway, CSV from the crane and pit vendor. What looks like chance is a hash of device and hour.
 */
final class Readings {

    private final Session session;
    private final SampleWriter writer;
    private final int interval;

    Readings(Session session, City city, SampleOptions options, SampleWriter writer) {
        this.session = session;
        this.writer = writer;
        this.interval = options.interval();
        session.execute(
                "create temp table device (id varchar, kind varchar, quality double, started date, installed date, removed date)");
        try (var rows = session.appender("main", "device")) {
            for (var d : city.devices()) {
                rows.row(d.id(), d.kind(), d.project().quality(), d.project().started(), d.installed(), d.removed());
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

    private void copy(YearMonth month, String file, String kinds, String columns, String format, int headings) {
        session.execute("create or replace temp table made as " + readings(month, kinds));
        session.execute(
                "create or replace temp table ordered as select row_number() over (order by device_id, read_at) as n, * from made");
        long clean = session.one("select count(*) as n from ordered").whole("n");
        if (clean == 0) {
            return;
        }
        session.execute("insert into ordered select ? + 1, 'SB99999X', read_at, value from ordered where n = 1", clean);
        session.execute(
                "insert into ordered select ? + 2, device_id, read_at + interval 7 minute, -9.0 from ordered where n = 2",
                clean);
        session.execute("insert into ordered select ? + 3, device_id, read_at, value from ordered where n = 3", clean);
        var kindsOfDirt = List.of(
                new Sheet.Dirt("device_id", "unknown device", "rejected"),
                new Sheet.Dirt("value", "negative number", "rejected"),
                new Sheet.Dirt("device_id+read_at", "duplicate row", "rejected"));
        for (int i = 0; i < kindsOfDirt.size(); i++) {
            var dirt = kindsOfDirt.get(i);
            var value = session.one("select device_id, value from ordered where n = ?", clean + i + 1);
            writer.note(
                    file,
                    (int) clean + i + 1 + headings,
                    dirt,
                    dirt.column().equals("value") ? value.text("value") : value.text("device_id"));
        }
        var path = writer.path(file);
        session.execute("copy (select " + columns + " from ordered order by n) to '"
                + path.toString().replace("'", "''") + "' (" + format + ")");
        writer.counted(path);
    }

    /**
     * Readings of a month. {@code a}, {@code b} and {@code c} are evenly distributed over 0..1. Dust is worst in winter
     * and on bad sites; a device that fails is silent for most of a week.
     */
    private String readings(YearMonth month, String kinds) {
        return """
                with hour as (
                    select unnest(generate_series(timestamp '%1$s', timestamp '%2$s' - interval 1 minute, interval %3$d minute)) as read_at
                ),
                due as (
                    select id, kind, quality, started, read_at,
                        (hash(id || 'a' || read_at) %% 1000000) / 1e6 as a,
                        (hash(id || 'b' || read_at) %% 1000000) / 1e6 as b,
                        (hash(id || 'c' || date_trunc('week', read_at)) %% 1000000) / 1e6 as c
                    from device cross join hour
                    where kind in (%4$s)
                        and read_at >= installed
                        and (removed is null or read_at < removed + interval 1 day)
                ),
                sent as (
                    select * from due
                    where a > 0.015 and not (c < 0.02 + 0.14 * (1 - quality) and extract(isodow from read_at) <= 5)
                )
                select
                    id as device_id,
                    read_at,
                    round(case kind
                        when '扬尘' then 45 + 45 * (1 - quality) + 30 * (b + a)
                            + 18 * cos((extract(month from read_at) - 1) / 6.0 * pi())
                            + case when b > 0.965 then 90 else 0 end
                        when '噪声' then case when extract(hour from read_at) between 6 and 21 then 57 else 43 end
                            + 9 * (1 - quality) + 7 * (b - 0.5) + case when b > 0.95 then 9 else 0 end
                        when '塔机' then 35 + 40 * b + case when b > 0.985 - 0.02 * (1 - quality) then 18 else 0 end
                        else 3 + least(22, date_diff('day', started, cast(read_at as date)) / 28.0)
                            + 8 * (1 - quality) + 2 * b
                    end, 1) as value
                from sent""".formatted(
                month.atDay(1).atStartOfDay(), month.plusMonths(1).atDay(1).atStartOfDay(), interval, kinds);
    }
}
