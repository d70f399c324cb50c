-- 十二个月内被责令停工达到规定次数的项目
-- basis: R060
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
where finding.rule = 'repeated_stop_orders' and finding.state <> 'cleared'
order by region.region_id, finding.since, project.project_id, finding.evidence
