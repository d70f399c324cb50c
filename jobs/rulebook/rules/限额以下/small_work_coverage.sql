-- 限额以下工程检查覆盖率: 至期末登记、年初没有完工的工程中年内受过检查的比例，一个工程只算一次
-- indicator: small_work_coverage
-- subject:   street
-- every:     [month, year]
-- any-of:    small_work small_work_check, small_work small_work_check found_work
-- basis:     R019, R071
--
-- 原文“登记790项、检查544项”没有写明544是次数还是工程数，不作覆盖率；次数另列。

with evidence as (
    select
        street_id as subject,
        work_id,
        checks,
        origin
    from small_work_span
    where span = '本年' and counted
)

select
    subject,
    count(*) filter (where checks > 0) as numerator,
    count(*) as denominator
from evidence
group by subject
