-- 项目经理到岗率: 期内项目经理实到天数与应到天数之比，实到不超过应到
-- indicator: attendance_manager
-- subject:   project
-- every:     [month, quarter, year]
-- basis:     R048

with evidence as (
    select project_id as subject, *
    from attendance
    where role = '项目经理' and month >= period_start() and month < period_end()
)

select
    subject,
    sum(least(present_days, required_days)) as numerator,
    sum(required_days) as denominator
from evidence
group by subject
