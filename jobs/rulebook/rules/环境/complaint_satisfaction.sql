-- 12345工单满意率: 本期受理的工单中诉求人满意的比例
-- indicator: complaint_satisfaction
-- subject:   project
-- basis:     R024

with evidence as (
    select project_id as subject, *
    from complaint
    where received_on >= period_start() and received_on < period_end()
)

select
    subject,
    count(*) filter (where satisfied) as numerator,
    count(*) as denominator
from evidence
group by subject
