-- 领导带班到位率: 本期实际带班天数占应带班天数的比例
--
-- indicator: leader_shifts
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R017

with

evidence as (
    select
        x.project_id as subject,
        x.leading_required,
        x.leading_done,
        x.origin
    from duty_shift as x
    join active_project as p on p.project_id = x.project_id
    where x.month >= period_start() and x.month < period_end()
)

select
    subject,
    sum(leading_done) as numerator,
    sum(leading_required) as denominator
from evidence
group by subject
