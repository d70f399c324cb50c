-- 清单按期销号率: 本期到期的交办事项中经督查并按期销号的比例
--
-- indicator: handover_closed
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R088

with

evidence as (
    select
        x.project_id as subject,
        x.case_id,
        x.due_on,
        x.supervised_on,
        x.closed_on,
        x.origin
    from handover as x
    where x.due_on >= period_start() and x.due_on < period_end()
)

select
    subject,
    count(*) filter (where supervised_on <= closed_on and closed_on <= due_on) as numerator,
    count(*) as denominator
from evidence
group by subject
