-- 期内每个气象预警与所及地方当日在施工的项目：一个预警一个项目一行；未转发的、超时未回复的不算响应，时限未到的未定
select
    w.warning_id,
    w.region_id,
    w.kind,
    w.level,
    w.issued_at,
    w.sent_at,
    p.project_id,
    p.project_name,
    a.acknowledged_at,
    case
        when a.acknowledged_at <= w.sent_at + q.value * interval '1' minute then true
        when w.sent_at is null or w.sent_at + q.value * interval '1' minute < period_end() then false
    end as answered,
    coalesce(a.origin, p.origin) as origin
from weather_warning as w
join active_project as p on p.region_id = w.region_id
    and coalesce(p.started_on <= cast(w.issued_at as date), true)
    and coalesce(p.completed_on >= cast(w.issued_at as date), true)
    and not (coalesce(p.stopped_on <= cast(w.issued_at as date), false)
        and coalesce(p.resumed_on < p.stopped_on or p.resumed_on > cast(w.issued_at as date), true))
join parameter as q on q.name = 'weather_answer_minutes'
left join weather_reply as a on a.warning_id = w.warning_id and a.project_id = p.project_id
where w.issued_at >= period_start() and w.issued_at < period_end()
