-- 事故迟报: 逐级上报超过规定时限，或未在规定时限内上报全国平台
--
-- finding: accident_report_late
-- subject: region
-- basis:   R062, R063

with

steps as (
    select
        p.region_id,
        r.*,
        case
            when r.step = '上报全国平台' then 60 * (select q.value from parameter as q where q.name = 'accident_platform_hours')
            else (select q.value from parameter as q where q.name = 'accident_level_minutes')
        end as minutes
    from accident_report as r
    join accident as a on a.accident_id = r.accident_id
    join project as p on p.project_id = a.project_id
    where a.occurred_at >= period_start() and a.occurred_at < period_end()
)

select
    region_id as subject,
    concat(accident_id, ' ', step) as case_key,
    cast(known_at as date) as since,
    cast(known_at + minutes * interval '1' minute as date) as due,
    concat(
        step,
        case
            when reported_at is null then '未上报'
            else concat('用时', date_diff('minute', known_at, reported_at), '分钟')
        end,
        '，时限', cast(minutes as bigint), '分钟'
    ) as detail,
    origin
from steps
where reported_at is null or date_diff('minute', known_at, reported_at) > minutes
