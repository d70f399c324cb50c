-- 期末逾期未整改的重大隐患
select
    hazard.project_name,
    region.region_name,
    hazard.category,
    hazard.found_on,
    hazard.due_on,
    hazard.days_overdue
from overdue_hazard as hazard
join region on region.region_id = hazard.region_id
where hazard.grade = '重大' and hazard.state = '未整改'
order by hazard.days_overdue desc, hazard.hazard_id
