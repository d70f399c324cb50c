-- 专职安全员到岗率: 期内专职安全员实到天数与应到天数之比，实到不超过应到
-- indicator: attendance_safety_officer
-- subject:   project
-- every:     [month, quarter, year]
-- basis:     R048

with evidence as (
    select project_id as subject, *
    from attendance
    where role = '专职安全员' and month >= period_start() and month < period_end()
)

select
    subject,
    sum(least(present_days, required_days)) as numerator,
    sum(required_days) as denominator
from evidence
group by subject
