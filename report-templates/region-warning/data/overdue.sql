-- 本地期末逾期未整改的重大隐患
select
    project.project_name,
    hazard.category,
    hazard.due_on,
    date_diff('day', hazard.due_on, period_end()) - 1 as days_overdue
from hazard
join project on project.project_id = hazard.project_id
where project.region_id = recipient()
    and hazard.grade = '重大'
    and hazard.found_on < period_end()
    and hazard.due_on < period_end()
    and (hazard.rectified_on is null or hazard.rectified_on >= period_end())
order by days_overdue desc, hazard.hazard_id
