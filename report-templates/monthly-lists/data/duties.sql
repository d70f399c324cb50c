-- 责任清单：每件问题由谁负责，缺的写明
-- basis: R086
with latest as (
    select
        project_id,
        inspector,
        inspected_on,
        row_number() over (partition by project_id order by inspected_on desc, inspection_id desc) as line
    from inspection
    where inspected_on < period_end() and inspector is not null
)

select
    row_number() over (
        order by coalesce(project.region_id, street.region_id, region.region_id), rule.title, finding.rule,
            finding.subject, finding.case_key
    ) as line,
    rule.title as rule,
    home.region_name,
    coalesce(project.project_name, street.street_name, region.region_name) as subject,
    concat(home.region_name, '住房和城乡建设主管部门') as region_office,
    street_office.office as street_office,
    enterprise.enterprise_name,
    project.supervisor,
    latest.inspector,
    latest.inspected_on,
    finding.due,
    case
        when project.project_id is not null and project.supervisor is null then '监理单位'
        when project.project_id is not null and latest.inspector is null then '检查人员'
        when finding.subject_kind = 'street' and street_office.office is null then '街道责任科室'
    end as missing
from finding
join rule on rule.name = finding.rule
left join major_hazard on finding.subject_kind = 'hazard' and major_hazard.hazard_id = finding.subject
left join project
    on project.project_id = case finding.subject_kind when 'project' then finding.subject else major_hazard.project_id end
left join street on finding.subject_kind = 'street' and street.street_id = finding.subject
left join region on finding.subject_kind = 'region' and region.region_id = finding.subject
left join region as home on home.region_id = coalesce(project.region_id, street.region_id, region.region_id)
left join street_office on street_office.street_id = coalesce(street.street_id, project.street_id)
left join enterprise on enterprise.enterprise_id = project.contractor_id
left join latest on latest.project_id = project.project_id and latest.line = 1
where finding.state <> 'cleared' and finding.subject_kind in ('hazard', 'project', 'street', 'region')
order by line
