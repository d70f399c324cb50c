-- 本地需要处理的事项：本期仍存在的问题
select
    rule.title as rule,
    case finding.state when 'new' then '新增' else '持续' end as state,
    coalesce(project.project_name, street.street_name, region.region_name) as project_name,
    enterprise.enterprise_name,
    finding.since,
    finding.due,
    finding.detail
from finding
join rule on rule.name = finding.rule
left join hazard on finding.subject_kind = 'hazard' and hazard.hazard_id = finding.subject
left join project_history as project
    on project.project_id = case finding.subject_kind when 'project' then finding.subject else hazard.project_id end
    and finding.since between project.held_from and project.held_until
left join street on finding.subject_kind = 'street' and street.street_id = finding.subject
left join region on finding.subject_kind = 'region' and region.region_id = finding.subject
left join enterprise on enterprise.enterprise_id = project.contractor_id
where finding.state <> 'cleared'
    and coalesce(project.region_id, street.region_id, region.region_id) = recipient()
order by rule.title, case finding.state when 'new' then 1 else 2 end, finding.since, finding.subject, finding.case_key
