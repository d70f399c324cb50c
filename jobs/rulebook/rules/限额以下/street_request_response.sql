-- 街道检查请求响应率: 本期到期应响应的请求中已按期到场检查的比例
-- indicator: street_request_response
-- subject:   street
-- basis:     R073, R074

with evidence as (
    select
        r.street_id as subject,
        r.request_id,
        r.requested_on,
        r.responded_on,
        cast(r.requested_on + p.value * interval '1' day as date) as due_on,
        r.origin
    from street_request as r
    join parameter as p on p.name = 'street_request_days'
    where r.requested_on + p.value * interval '1' day >= period_start()
        and r.requested_on + p.value * interval '1' day < period_end()
)

select
    subject,
    count(*) filter (where responded_on <= due_on) as numerator,
    count(*) as denominator
from evidence
group by subject
