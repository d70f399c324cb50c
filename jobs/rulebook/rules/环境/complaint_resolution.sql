-- 12345工单解决率: 本期受理的工单中已解决的比例
-- indicator: complaint_resolution
-- subject:   project
-- basis:     R024

with evidence as (
    select project_id as subject, *
    from complaint
    where received_on >= period_start() and received_on < period_end()
)

select
    subject,
    count(*) filter (where resolved) as numerator,
    count(*) as denominator
from evidence
group by subject
