-- 风险等级台账与名册不一致的项目
-- basis: R005
select
    region.region_name,
    project.project_name,
    project_risk.grade,
    project_risk.graded_on,
    project.risk_grade as registered
from finding
join project on project.project_id = finding.subject
join project_risk on project_risk.project_id = finding.subject
join region on region.region_id = project.region_id
where finding.rule = 'risk_grade_differs' and finding.state <> 'cleared'
order by region.region_id, project.project_id
