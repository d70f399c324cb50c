-- 限额以下工程登记数: 街道本期登记录入的限额以下工程
-- indicator: small_works_registered
-- subject:   street
-- unit:      项
-- kind:      count
-- every:     [month, year]
-- basis:     R019, R070, R071

with evidence as (
    select
        s.street_id as subject,
        x.work_id,
        x.registered_on,
        coalesce(x.origin, s.origin) as origin
    from street as s
    left join small_work as x on x.street_id = s.street_id
        and x.registered_on >= period_start() and x.registered_on < period_end()
)

select
    subject,
    count(work_id) as numerator
from evidence
group by subject
