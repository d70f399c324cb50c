-- 设备在线率: 应在线设备期内实收数据条数与按上传间隔应收条数之比，多传的一天不抵另一天
-- indicator: device_online
-- subject:   project
-- every:     [month, quarter]
-- basis:     R020, R054
--
-- 缺的数据没有来源行，所以证据行是设备名册的行，附期内应收、实收条数。

with service as (
    select
        *,
        cast(floor(cast(1440 as double) / cast(interval_minutes as double)) as integer) as readings_a_day
    from device_in_service
),

days as (
    select
        device_id,
        cast(read_at as date) as day,
        count(*) as readings
    from reading
    where read_at >= period_start() and read_at < period_end()
    group by device_id, cast(read_at as date)
),

received as (
    select
        s.device_id,
        sum(least(d.readings, s.readings_a_day)) as received,
        count(*) as days_online
    from service as s
    join days as d on d.device_id = s.device_id and d.day >= s.service_from and d.day < s.service_to
    group by s.device_id
),

evidence as (
    select
        s.project_id as subject,
        s.device_id,
        s.kind,
        s.service_from,
        date_diff('day', s.service_from, s.service_to) as days_in_service,
        coalesce(r.days_online, 0) as days_online,
        date_diff('day', s.service_from, s.service_to) * s.readings_a_day as expected,
        coalesce(r.received, 0) as received,
        s.origin
    from service as s
    left join received as r on r.device_id = s.device_id
)

select
    subject,
    sum(received) as numerator,
    sum(expected) as denominator
from evidence
group by subject
