-- 风险等级变动：期内定级与期初前定级不同的项目，上升的在前
-- basis: R005
select
    region.region_name,
    project.project_name,
    enterprise.enterprise_name,
    change.direction,
    change.from_grade,
    change.to_grade,
    change.graded_on,
    change.reason
from risk_grade_change as change
join project on project.project_id = change.project_id
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
order by case change.direction when '上升' then 1 else 2 end, region.region_id, change.graded_on, change.project_id
