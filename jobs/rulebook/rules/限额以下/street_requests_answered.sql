-- 响应街道检查请求次数: 本期应街道请求到场检查的次数
-- indicator: street_requests_answered
-- subject:   street
-- unit:      次
-- kind:      count
-- basis:     R072, R073

with evidence as (
    select
        s.street_id as subject,
        x.request_id,
        x.responded_on,
        coalesce(x.origin, s.origin) as origin
    from street as s
    left join street_request as x on x.street_id = s.street_id
        and x.responded_on >= period_start() and x.responded_on < period_end()
)

select
    subject,
    count(request_id) as numerator
from evidence
group by subject
