-- 需要督办的情形：未见停工令的重大隐患、十二个月内多次责令停工的项目
-- basis: R037, R060
select
    finding.rule,
    rule.title,
    region.region_name,
    project.project_name,
    enterprise.enterprise_name,
    finding.since,
    finding.due,
    finding.detail
from finding
join rule on rule.name = finding.rule
join project on project.project_id = finding.subject
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
where finding.rule in ('major_hazard_without_stop_order', 'repeated_stop_orders') and finding.state <> 'cleared'
order by finding.rule, region.region_id, finding.since, project.project_id, finding.case_key
