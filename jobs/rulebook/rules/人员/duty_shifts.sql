-- 值班值守到位率: 本期法定工作时间外施工的班次中记有值守人员的比例；没有带班值守记录的班次也在分母
-- indicator: duty_shifts
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R017

with evidence as (
    select project_id as subject, worked_on, shift, recorded, watch, origin
    from off_hours_shift
    where worked_on >= period_start() and worked_on < period_end()
)

select
    subject,
    count(watch) as numerator,
    count(*) as denominator
from evidence
group by subject
