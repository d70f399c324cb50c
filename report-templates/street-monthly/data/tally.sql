-- 各<bureau.street>限额以下工程的登记、检查和受检工程：本月、本年、累计三组
-- basis: R071
select
    region.region_name,
    street.street_name,
    t.span,
    t.first_day,
    t.registered,
    t.checks,
    t.works,
    t.checked,
    100.0 * t.checked / nullif(t.works, 0) as coverage
from small_work_tally as t
join street on street.street_id = t.street_id
join region on region.region_id = street.region_id
order by street.street_id, case t.span when '本期' then 1 when '本年' then 2 else 3 end
