-- 本地逾期未销号的隐患，未整改的在前，已整改、待销号的在后
-- basis: R036
select
    hazard.project_name,
    enterprise.enterprise_name,
    hazard.grade,
    hazard.state,
    hazard.category,
    hazard.found_on,
    hazard.due_on,
    hazard.days_overdue
from overdue_hazard as hazard
join enterprise on enterprise.enterprise_id = hazard.contractor_id
where hazard.region_id = recipient()
order by case hazard.state when '未整改' then 1 else 2 end, case hazard.grade when '重大' then 1 else 2 end,
    hazard.days_overdue desc, hazard.hazard_id
