-- 综合应急演练完成率: 年内组织过综合应急预案演练的在施项目比例
--
-- indicator: drills_held
-- subject:   project
-- every:     year
-- basis:     R042

with

evidence as (
    select
        p.project_id as subject,
        x.drill_id,
        x.held_on,
        coalesce(x.origin, p.origin) as origin
    from active_project as p
    left join drill as x on x.project_id = p.project_id
        and x.kind = '综合演练' and x.held_on >= period_start() and x.held_on < period_end()
)

select
    subject,
    max(case when drill_id is not null then 1 else 0 end) as numerator,
    1 as denominator
from evidence
where drill_id is not null or period_is_over()
group by subject
