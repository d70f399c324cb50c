-- 值班值守到位率: 本期实际值守班次占应值守班次的比例
--
-- indicator: duty_shifts
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R017

with

evidence as (
    select
        x.project_id as subject,
        x.duty_required,
        x.duty_done,
        x.origin
    from duty_shift as x
    join active_project as p on p.project_id = x.project_id
    where x.month >= period_start() and x.month < period_end()
)

select
    subject,
    sum(duty_done) as numerator,
    sum(duty_required) as denominator
from evidence
group by subject
