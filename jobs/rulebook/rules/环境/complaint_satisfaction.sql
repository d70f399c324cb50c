-- 12345工单满意率: 本期受理的工单中诉求人满意的比例
--
-- indicator: complaint_satisfaction
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
    count(*) filter (where satisfied) as numerator,
    count(*) as denominator
from evidence
group by subject
