-- 12345工单响应率: 本期受理的工单中按时限联系诉求人的比例
--
-- indicator: complaint_response
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R024

with

evidence as (
    select
        x.project_id as subject,
        x.complaint_id,
        x.received_on,
        x.responded_on,
        x.resolved,
        x.satisfied,
        x.origin
    from complaint as x
    where x.received_on >= period_start() and x.received_on < period_end()
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
