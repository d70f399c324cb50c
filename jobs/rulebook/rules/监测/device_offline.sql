-- 设备离线: 应在线设备期内连续无数据的天数超过规定，天数见参数表
-- finding: device_offline
-- subject: project
-- basis:   R020, R054
--
-- 每台设备列期内最长的一段；从 since 起连续无数据。

with days as (
    select
        s.device_id,
        cast(r.read_at as date) as day
    from device_in_service as s
    join reading as r on r.device_id = s.device_id and r.read_at >= s.service_from and r.read_at < s.service_to
    group by s.device_id, cast(r.read_at as date)
    union all
    select device_id, cast(service_from - interval '1' day as date) from device_in_service
    union all
    select device_id, service_to from device_in_service
),

gaps as (
    select
        device_id,
        lag(day) over (partition by device_id order by day) as last_day,
        day
    from days
),

silences as (
    select
        device_id,
        cast(last_day + interval '1' day as date) as since,
        date_diff('day', last_day, day) - 1 as silent_days,
        row_number() over (partition by device_id order by date_diff('day', last_day, day) desc, day desc) as longest
    from gaps
    where last_day is not null
)

select
    s.project_id as subject,
    s.device_id as case_key,
    g.since,
    cast(null as date) as due,
    concat(s.kind, '设备', s.device_id, '连续', g.silent_days, '天无数据') as detail,
    s.origin
from silences as g
join device_in_service as s on s.device_id = g.device_id
join parameter as p on p.name = 'device_offline_days'
where g.longest = 1 and g.silent_days > p.value
