-- 项目考评等次分布：本月与上月
select
    grade,
    count(*) filter (where period_start = period_start()) as projects,
    count(*) filter (where period_start = previous_start()) as previous_projects
from history_standing
where scheme = 'project-monthly'
    and grade is not null
    and period_start in (period_start(), previous_start())
group by grade
order by max(score) desc, grade
