-- 综合应急演练完成率: 年内组织过综合应急预案演练的在施项目比例
--
-- indicator: drills_held
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R042

with

evidence as (
    select
        p.project_id as subject,
        (select count(*) from drill as x where x.project_id = p.project_id
            and x.kind = '综合演练' and x.held_on >= period_start() and x.held_on < period_end()) as times,
        p.load_id,
        p.source_row
    from active_project as p
)

select
    subject,
    count(*) filter (where times > 0) as numerator,
    count(*) as denominator
from evidence
group by subject
