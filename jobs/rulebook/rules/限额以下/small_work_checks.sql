-- 限额以下工程检查次数: 本期录入的对登记在册工程的检查，同一工程查几次算几次
-- indicator: small_work_checks
-- subject:   street
-- unit:      次
-- kind:      count
-- every:     [month, year]
-- any-of:    small_work small_work_check, small_work small_work_check found_work
-- basis:     R019, R070, R071

with evidence as (
    select
        s.street_id as subject,
        v.check_id,
        v.checked_on,
        coalesce(v.origin, s.origin) as origin
    from street as s
    left join small_work_visit as v on v.street_id = s.street_id and v.registered and v.checked_on >= period_start()
)

select
    subject,
    count(check_id) as numerator
from evidence
group by subject
