-- 问题清单：本期仍存在的问题，一件一行
-- basis: R086
select
    row_number() over (
        order by coalesce(project.region_id, street.region_id, region.region_id), rule.title, finding.rule,
            finding.subject, finding.case_key
    ) as line,
    home.region_name,
    coalesce(project.project_name, street.street_name, region.region_name) as subject,
    rule.title as rule,
    case finding.state when 'new' then '新增' else '持续' end as state,
    finding.since,
    finding.due,
    case
        when finding.due < period_end() - interval '1' day then date_diff('day', finding.due, period_end()) - 1
    end as days_over,
    finding.detail
from finding
join rule on rule.name = finding.rule
left join major_hazard on finding.subject_kind = 'hazard' and major_hazard.hazard_id = finding.subject
left join project_history as project
    on project.project_id = case finding.subject_kind when 'project' then finding.subject else major_hazard.project_id end
    and finding.since between project.held_from and project.held_until
left join street on finding.subject_kind = 'street' and street.street_id = finding.subject
left join region on finding.subject_kind = 'region' and region.region_id = finding.subject
left join region as home on home.region_id = coalesce(project.region_id, street.region_id, region.region_id)
where finding.state <> 'cleared' and finding.subject_kind in ('hazard', 'project', 'street', 'region')
order by line
