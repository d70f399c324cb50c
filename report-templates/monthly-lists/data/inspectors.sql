-- 市、县两级监督人员本月的检查：一人一行，没有参加检查的也列
-- basis: R084
select
    coalesce(r.region_name, '本局') as office,
    i.inspector,
    i.inspections,
    i.days,
    i.projects,
    i.hazards,
    i.required,
    case when i.inspections >= i.required then '达到' when period_is_over() then '未达到' else '未到期' end as state
from inspector_record as i
left join region as r on r.region_id = i.region_id
order by coalesce(i.region_id, ''), i.inspector_id
