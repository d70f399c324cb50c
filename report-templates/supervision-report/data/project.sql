-- 列管项目
select
    p.project_name,
    e.enterprise_name,
    p.supervisor,
    r.region_name,
    s.since,
    case when s.until < period_end() then s.until end as until
from supervised_span as s
join project as p on p.project_id = s.project_id
join enterprise as e on e.enterprise_id = p.contractor_id
join region as r on r.region_id = p.region_id
where s.project_id = recipient() and coalesce(s.until > period_start(), true)
order by s.since
