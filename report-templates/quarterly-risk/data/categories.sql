-- 隐患类别：本季度、上季度、上年同期，整改和遗留；那时还没有台账的，是没有数据，不是零
-- basis: R040
select
    category,
    count(*) filter (where found_on >= period_start()) as cases,
    count(*) filter (where found_on >= period_start() and grade = '重大') as major,
    case when exists (select 1 from ledger_since where dataset = 'hazard' and since <= previous_start())
        then count(*) filter (where found_on >= previous_start() and found_on < previous_end()) end as previous_cases,
    case when exists (select 1 from ledger_since where dataset = 'hazard' and since <= last_year_start())
        then count(*) filter (where found_on >= last_year_start() and found_on < last_year_end()) end as last_year_cases,
    100.0 * count(*) filter (where due_on >= period_start() and due_on < period_end() and rectified_on <= due_on)
        / nullif(count(*) filter (where due_on >= period_start() and due_on < period_end()), 0) as on_time,
    count(*) filter (where rectified_on is null or rectified_on >= period_end()) as open
from hazard
where found_on < period_end()
group by category
order by cases desc, category
