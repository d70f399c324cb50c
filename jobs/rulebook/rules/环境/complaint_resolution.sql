-- 12345工单解决率: 本期受理的工单中已解决的比例
--
-- indicator: complaint_resolution
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
    count(*) filter (where resolved) as numerator,
    count(*) as denominator
from evidence
group by subject
