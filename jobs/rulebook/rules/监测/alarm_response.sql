-- 报警响应率: 期内监测报警在规定时限内响应的比例，时限见参数表，恰好到时限算及时
-- indicator: alarm_response
-- subject:   project
-- every:     [month, quarter]
-- basis:     R020

with evidence as (
    select
        d.project_id as subject,
        a.alarm_id,
        a.level,
        a.raised_at,
        a.acknowledged_at,
        date_diff('second', a.raised_at, a.acknowledged_at) as seconds,
        a.origin
    from alarm as a
    join device as d on d.device_id = a.device_id
    where a.raised_at >= period_start() and a.raised_at < period_end()
)

select
    e.subject,
    count(*) filter (where e.seconds <= 60 * p.value) as numerator,
    count(*) as denominator
from evidence as e
join parameter as p on p.name = 'alarm_minutes'
group by e.subject
