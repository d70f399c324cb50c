-- 围挡按期整治率: 本期到期的围挡中已按期整治的比例
--
-- indicator: fence_rectified
-- subject:   street
-- better:    higher
-- unit:      "%"
-- basis:     R021

with

evidence as (
    select
        street_id as subject,
        fence_id,
        due_on,
        rectified_on,
        origin
    from fence
    where due_on >= period_start() and due_on < period_end()
)

select
    subject,
    count(*) filter (where rectified_on <= due_on) as numerator,
    count(*) as denominator
from evidence
group by subject
