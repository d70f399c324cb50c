-- 限额以下工程检查覆盖率: 年初至期末登记的工程中受过检查的比例，一个工程只算一次
--
-- indicator: small_work_coverage
-- subject:   street
-- every:     [month, year]
-- basis:     R019, R071
--
-- 原文“登记790项、检查544项”的544是检查次数，不能当作受检工程数：次数见 small_work_checks_to_date。

with

evidence as (
    select
        w.street_id as subject,
        w.work_id,
        (
            select count(*) from small_work_check as c
            where c.work_id = w.work_id and c.checked_on < period_end()
        ) as checks,
        w.origin
    from small_work as w
    where w.registered_on >= year_start() and w.registered_on < period_end()
)

select
    subject,
    count(*) filter (where checks > 0) as numerator,
    count(*) as denominator
from evidence
group by subject
