-- 项目经理到岗率: 期内项目经理实到天数与应到天数之比，实到不超过应到
--
-- indicator: attendance_manager
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
    where role = '项目经理' and month >= period_start() and month < period_end()
)

select
    subject,
    sum(least(present_days, required_days)) as numerator,
    sum(required_days) as denominator
from evidence
group by subject
