-- 监督发现的问题：新增、持续、本期消除
-- prints: findings
select
    coalesce(rule.title, finding.rule) as rule,
    case finding.state when 'new' then '新增' when 'continued' then '持续' else '已消除' end as state,
    region.region_name,
    project.project_name,
    enterprise.enterprise_name,
    finding.case_key,
    finding.since,
    finding.due,
    finding.detail
from finding
left join rule on rule.name = finding.rule
left join hazard on finding.subject_kind = 'hazard' and hazard.hazard_id = finding.subject
left join project_history as project
    on project.project_id = case finding.subject_kind when 'project' then finding.subject else hazard.project_id end
    and finding.since between project.held_from and project.held_until
left join region
    on region.region_id = case finding.subject_kind when 'region' then finding.subject else project.region_id end
left join enterprise
    on enterprise.enterprise_id = case finding.subject_kind when 'enterprise' then finding.subject else project.contractor_id end
order by finding.rule,
    case finding.state when 'new' then 1 when 'continued' then 2 else 3 end,
    region.region_id, finding.subject, finding.case_key
