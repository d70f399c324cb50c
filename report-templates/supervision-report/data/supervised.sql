-- 期内列管的项目
select
    p.project_id as id,
    max(p.project_name) as name
from supervised_span as s
join project as p on p.project_id = s.project_id
where coalesce(s.until > period_start(), true)
group by p.project_id
