-- 各乡镇的名次、得分和主要情况
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
    where subject_kind = 'region'
    group by subject
)

select
    s.rank as place,
    r.region_name as name,
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
join region as r on r.region_id = s.subject
where s.scheme = 'region-monthly' and s.rank is not null
order by s.rank, s.subject
