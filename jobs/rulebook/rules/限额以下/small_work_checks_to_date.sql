-- 限额以下工程累计检查数: 年初至期末录入的安全检查次数，同一工程查几次算几次
--
-- indicator: small_work_checks_to_date
-- subject:   street
-- unit:      次
-- kind:      count
-- every:     [month, year]
-- basis:     R019, R070, R071

with

evidence as (
    select
        s.street_id as subject,
        c.check_id,
        c.checked_on,
        coalesce(c.origin, s.origin) as origin
    from street as s
    left join small_work as w on w.street_id = s.street_id
    left join small_work_check as c on c.work_id = w.work_id
        and c.checked_on >= year_start() and c.checked_on < period_end()
)

select
    subject,
    count(check_id) as numerator
from evidence
group by subject
