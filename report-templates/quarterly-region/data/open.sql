-- 本地期末未整改的隐患，重大的和逾期久的在前
select
    project.project_name,
    enterprise.enterprise_name,
    hazard.grade,
    hazard.category,
    hazard.found_on,
    hazard.due_on,
    case when hazard.due_on < period_end() - interval '1' day then date_diff('day', hazard.due_on, period_end()) - 1 end as days_overdue
from hazard
join project_history as project
    on project.project_id = hazard.project_id and hazard.found_on between project.held_from and project.held_until
join enterprise on enterprise.enterprise_id = project.contractor_id
where project.region_id = recipient()
    and hazard.found_on < period_end()
    and (hazard.rectified_on is null or hazard.rectified_on >= period_end())
order by
    case hazard.grade when '重大' then 0 else 1 end,
    coalesce(date_diff('day', hazard.due_on, period_end()), 0) desc,
    hazard.hazard_id
