-- 安拆维保单位专项检查情况
-- basis: R090
select
    f.firm_name,
    r.region_name,
    count(distinct s.machine_no) as machines,
    count(distinct c.check_id) as checks,
    max(c.checked_on) as last_checked_on,
    case when count(distinct c.check_id) = 0 then '未检查' else '已检查' end as state
from observation as o
join equipment_firm as f on f.firm_id = o.subject
join region as r on r.region_id = f.region_id
join equipment_service as s
    on s.firm_id = f.firm_id and s.from_on < period_end() and (s.until_on is null or s.until_on >= period_start())
left join equipment_firm_check as c
    on c.firm_id = f.firm_id and c.checked_on >= period_start() and c.checked_on < period_end()
where o.indicator = 'equipment_firms_checked' and o.subject_kind = 'equipment_firm'
group by f.firm_id, f.firm_name, r.region_name
order by f.firm_id
