-- 总监到岗率: 期内总监理工程师实到天数与应到天数之比，实到不超过应到
-- indicator: attendance_supervisor
-- subject:   project
-- every:     [month, quarter, year]
-- basis:     R048

with evidence as (
    select project_id as subject, *
    from attendance
    where role = '总监理工程师' and month >= period_start() and month < period_end()
)

select
    subject,
    sum(least(present_days, required_days)) as numerator,
    sum(required_days) as denominator
from evidence
group by subject
