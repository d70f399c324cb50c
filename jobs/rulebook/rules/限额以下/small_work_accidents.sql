-- 限额以下工程事故起数: 本期登记在册的限额以下工程发生的事故
-- indicator: small_work_accidents
-- subject:   street
-- better:    lower
-- unit:      起
-- kind:      count
-- every:     [month, year]
-- basis:     R019

with evidence as (
    select
        s.street_id as subject,
        a.accident_id,
        a.deaths,
        coalesce(a.origin, s.origin) as origin
    from street as s
    left join small_work as w on w.street_id = s.street_id
    left join small_work_accident as a on a.work_id = w.work_id
        and a.occurred_on >= period_start() and a.occurred_on < period_end()
)

select
    subject,
    count(accident_id) as numerator
from evidence
group by subject
