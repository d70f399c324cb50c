-- 项目考评结果：各工程类别分别排名，未参加的在后并注明原因
with figure as (
    select
        subject,
        max(value) filter (where indicator = 'jgj59_score') as jgj59_score,
        max(value) filter (where indicator = 'hazards_found') as hazards_found,
        max(value) filter (where indicator = 'hazard_on_time') as hazard_on_time,
        max(numerator) filter (where indicator = 'overdue_major_hazards') as overdue_major_hazards,
        max(value) filter (where indicator = 'device_online') as device_online,
        max(value) filter (where indicator = 'attendance_manager') as attendance_manager
    from observation
    where subject_kind = 'project'
    group by subject
),

open_case as (
    select subject, count(*) as cases
    from finding
    where subject_kind = 'project' and state <> 'cleared'
    group by subject
)

select
    project.project_type,
    standing.rank as place,
    standing.previous_rank - standing.rank as movement,
    project.project_name,
    region.region_name,
    enterprise.enterprise_name,
    standing.score,
    standing.grade,
    figure.jgj59_score,
    cast(figure.hazards_found as bigint) as hazards_found,
    figure.hazard_on_time,
    cast(figure.overdue_major_hazards as bigint) as overdue_major_hazards,
    figure.device_online,
    figure.attendance_manager,
    open_case.cases,
    standing.left_out
from standing
join project on project.project_id = standing.subject
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
left join figure on figure.subject = standing.subject
left join open_case on open_case.subject = standing.subject
where standing.scheme = 'project-monthly'
order by project.project_type, case when standing.rank is null then 1 else 0 end, standing.rank, standing.subject
