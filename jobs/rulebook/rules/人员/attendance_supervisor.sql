-- 总监到岗率: 期内总监理工程师实到天数与应到天数之比，实到不超过应到
--
-- indicator: attendance_supervisor
-- subject:   project
-- better:    higher
-- unit:      "%"
-- every:     [month, quarter, year]
-- basis:     R048

with

evidence as (
    select
        project_id as subject,
        person,
        month,
        required_days,
        present_days,
        origin
    from attendance
    where role = '总监理工程师' and month >= period_start() and month < period_end()
)

select
    subject,
    sum(least(present_days, required_days)) as numerator,
    sum(required_days) as denominator
from evidence
group by subject
