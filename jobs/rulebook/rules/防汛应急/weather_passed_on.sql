-- 气象预警及时转发率: 期内气象部门发布的预警中，在规定时限内发至工地的比例，时限见参数表；没有转发的算未及时
-- duty:    weather_passed_on
-- case:    weather_not_passed_on 气象预警未及时转发
-- subject: region
-- basis:   R041

select
    w.region_id as subject,
    w.warning_id as case_key,
    case
        when w.sent_at <= w.issued_at + q.value * interval '1' minute then true
        when w.issued_at + q.value * interval '1' minute < period_end() then false
    end as met,
    cast(w.issued_at as date) as since,
    cast(null as date) as due,
    concat(
        w.kind, w.level, '预警',
        case
            when w.sent_at is null then '没有转发至工地'
            else concat('发布后', date_diff('minute', w.issued_at, w.sent_at), '分钟才发至工地')
        end
    ) as detail,
    w.origin
from weather_warning as w
join parameter as q on q.name = 'weather_pass_minutes'
where w.issued_at >= period_start() and w.issued_at < period_end()
