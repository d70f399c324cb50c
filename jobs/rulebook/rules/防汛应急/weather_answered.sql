-- 气象预警响应率: 期内各预警所及地方的在施项目中，收到后在规定时限内回复的比例，时限见参数表；没有转发的算未响应
-- duty:    weather_answered
-- case:    weather_unanswered 气象预警未响应
-- subject: region
-- basis:   R041

select
    region_id as subject,
    concat(warning_id, ' ', project_id) as case_key,
    answered as met,
    cast(issued_at as date) as since,
    cast(null as date) as due,
    concat(
        project_name, '：', kind, level, '预警',
        case
            when sent_at is null then '没有转发至工地'
            when acknowledged_at < period_end() then concat('收到后', date_diff('minute', sent_at, acknowledged_at), '分钟才回复')
            else '没有回复'
        end
    ) as detail,
    origin
from weather_site
