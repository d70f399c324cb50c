-- 列管项目应当履行日报、巡查、周报义务的每一天，截至期末；停工和竣工以后的日子不计
select
    s.project_id,
    c.day,
    max(s.origin) as origin
from supervised_span as s
join project as p on p.project_id = s.project_id
join calendar_day as c on c.day >= s.since and c.day < coalesce(s.until, period_end())
where (p.completed_on is null or c.day <= p.completed_on)
    and (
        p.stopped_on is null
        or c.day < p.stopped_on
        or (p.resumed_on >= p.stopped_on and c.day >= p.resumed_on)
    )
group by s.project_id, c.day
