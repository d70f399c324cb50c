-- 12345工单响应率: 本期受理的工单中按时限联系诉求人的比例
-- indicator: complaint_response
-- subject:   project
-- basis:     R024

with evidence as (
    select project_id as subject, *
    from complaint
    where received_on >= period_start() and received_on < period_end()
)

select
    subject,
    count(*) filter (
        where date_diff('day', received_on, responded_on)
            <= (select q.value from parameter as q where q.name = 'complaint_response_days')
    ) as numerator,
    count(*) as denominator
from evidence
group by subject
