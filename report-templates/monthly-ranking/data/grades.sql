-- 项目考评等次分布：参加考评的项目，本月与上月；上月没有考评结果的，是没有数据，不是零
with graded as (
    select grade, score, period_start = period_start() as now
    from history_standing
    where scheme = 'project-monthly'
        and grade is not null
        and left_out is null
        and period_start in (period_start(), previous_start())
)

select
    grade,
    count(*) filter (where now) as projects,
    case when exists (select 1 from graded as g where not g.now) then count(*) filter (where not now) end as previous_projects
from graded
group by grade
order by max(score) desc, grade
