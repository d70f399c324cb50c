-- 期末逾期未整改的重大隐患
select
    project.project_name,
    region.region_name,
    hazard.category,
    hazard.found_on,
    hazard.due_on,
    date_diff('day', hazard.due_on, period_end()) - 1 as days_overdue
from hazard
join project on project.project_id = hazard.project_id
join region on region.region_id = project.region_id
where hazard.grade = '重大'
    and hazard.due_on < period_end()
    and (hazard.rectified_on is null or hazard.rectified_on >= period_end())
order by days_overdue desc, hazard.hazard_id
