-- 本地期末逾期未整改的重大隐患
select
    hazard.project_name,
    hazard.category,
    hazard.due_on,
    hazard.days_overdue
from overdue_hazard as hazard
where hazard.region_id = recipient() and hazard.grade = '重大' and hazard.state = '未整改'
order by hazard.days_overdue desc, hazard.hazard_id
