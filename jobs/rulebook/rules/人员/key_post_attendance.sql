-- 关键岗位到岗率: 期内项目经理、总监理工程师、专职安全员实到天数与应到天数之比，实到不超过应到
-- indicator: key_post_attendance
-- subject:   project
-- basis:     R048

with evidence as (
    select project_id as subject, role, person, month, required_days, present_days, origin
    from attendance
    where month >= period_start() and month < period_end()
)

select
    subject,
    sum(least(present_days, required_days)) as numerator,
    sum(required_days) as denominator
from evidence
group by subject
