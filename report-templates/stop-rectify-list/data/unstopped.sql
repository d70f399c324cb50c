-- 发现重大隐患后超过规定天数仍未见停工令的项目
-- basis: R037
select
    region.region_name,
    project.project_name,
    enterprise.enterprise_name,
    finding.since,
    finding.due,
    finding.detail
from finding
join project on project.project_id = finding.subject
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
where finding.rule = 'major_hazard_without_stop_order' and finding.state <> 'cleared'
order by region.region_id, finding.since, project.project_id, finding.evidence
