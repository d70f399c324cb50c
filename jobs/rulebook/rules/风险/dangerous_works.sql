-- 危大工程数: 期内在施的危险性较大分部分项工程
-- indicator: dangerous_works
-- subject:   project
-- better:    neither
-- unit:      项
-- kind:      count
-- basis:     R009

with evidence as (
    select
        p.project_id as subject,
        x.work_no,
        x.over_scale,
        coalesce(x.origin, p.origin) as origin
    from active_project as p
    left join dangerous_work as x on x.project_id = p.project_id and x.started_on < period_end()
        and (x.finished_on is null or x.finished_on >= period_start())
)

select
    subject,
    count(work_no) as numerator
from evidence
group by subject
