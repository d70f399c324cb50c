-- 收到预警没有按时回复，或所在地没有转发的项目：一个预警一个项目一行
-- basis: R041
select
    s.warning_id,
    concat(s.kind, s.level) as warning,
    s.issued_at,
    r.region_name,
    s.project_name,
    case
        when s.sent_at is null then '所在地未转发'
        when s.acknowledged_at is null then '未回复'
        else concat(date_diff('minute', s.sent_at, s.acknowledged_at), '分钟后回复')
    end as state
from weather_site as s
join region as r on r.region_id = s.region_id
where not s.answered
order by s.issued_at, s.warning_id, s.region_id, s.project_id
