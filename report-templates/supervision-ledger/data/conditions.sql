-- 列入条件逐项判定及证据
-- basis: R093, R094, R095
select
    project.project_name,
    ground.because,
    case finding.state when 'new' then '新增' else '延续' end as state,
    finding.since,
    finding.detail,
    load.file,
    finding.source_row
from ground
join finding on finding.rule = ground.rule
    and finding.subject_kind = 'project'
    and finding.subject = ground.subject
    and finding.state <> 'cleared'
join project on project.project_id = ground.subject
left join load on load.load_id = finding.load_id
where ground.ladder = 'differentiated-supervision'
order by project.project_id, ground.item, finding.since, finding.case_key
