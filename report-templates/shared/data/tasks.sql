-- 本地需要处理的事项，按事项归并
select
    rule.title,
    count(*) as cases,
    count(*) filter (where finding.state = 'new') as new_cases,
    count(*) filter (where finding.due < period_end() - interval '1' day) as overdue
from finding
join rule on rule.name = finding.rule
left join hazard on finding.subject_kind = 'hazard' and hazard.hazard_id = finding.subject
left join project_history as project
    on project.project_id = case finding.subject_kind when 'project' then finding.subject else hazard.project_id end
    and finding.since between project.held_from and project.held_until
left join street on finding.subject_kind = 'street' and street.street_id = finding.subject
left join region on finding.subject_kind = 'region' and region.region_id = finding.subject
where finding.state <> 'cleared'
    and coalesce(project.region_id, street.region_id, region.region_id) = recipient()
group by rule.title
order by cases desc, rule.title
