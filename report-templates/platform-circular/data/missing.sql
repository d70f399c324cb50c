-- 截至当日没有录入监控平台的在施项目，和开工至今的天数
-- basis: R056
select
    r.region_name,
    p.project_name,
    e.enterprise_name,
    p.started_on,
    date_diff('day', p.started_on, period_end()) - 1 as days
from active_project as p
join region as r on r.region_id = p.region_id
join enterprise as e on e.enterprise_id = p.contractor_id
where not exists (select 1 from platform_entry as x where x.project_id = p.project_id and x.entered_on < period_end())
order by r.region_id, days desc, p.project_id
