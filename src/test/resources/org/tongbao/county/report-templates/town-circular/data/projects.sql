-- 各项目的名次、得分和主要情况
with figure as (
    select
        subject,
        max(numerator) filter (where indicator = 'active_projects') as projects,
        max(numerator) filter (where indicator = 'hazards_found') as hazards_found,
        max(numerator) filter (where indicator = 'major_hazards_found') as major_found,
        max(denominator) filter (where indicator = 'hazard_on_time') as due,
        max(numerator) filter (where indicator = 'hazard_on_time') as on_time,
        max(numerator) filter (where indicator = 'hazards_overdue') as overdue,
        max(numerator) filter (where indicator = 'overdue_major_hazards') as major_overdue,
        max(value) filter (where indicator = 'jgj59_score') as mean_score
    from observation
    where subject_kind = 'project'
    group by subject
)

select
    s.rank as place,
    p.project_name as name,
    r.region_name,
    s.score,
    s.grade,
    f.projects,
    f.hazards_found,
    f.major_found,
    f.due,
    f.on_time,
    f.overdue,
    f.major_overdue,
    f.mean_score
from standing as s
join figure as f on f.subject = s.subject
join project as p on p.project_id = s.subject
join region as r on r.region_id = p.region_id
where s.scheme = 'project-monthly' and s.rank is not null
order by s.rank, s.subject
