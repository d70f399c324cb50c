-- 各月的检查、隐患和事故，附上年同月的隐患；上年同月连检查记录都没有的，是没有数据，不是零
-- basis: R068
with events as (
    select found_on as day, 'hazard' as what, grade from hazard
    union all
    select inspected_on, 'inspection', null from inspection
    union all
    select cast(occurred_at as date), 'accident', null from accident
)

select
    concat(extract(month from day), '月') as month,
    count(*) filter (where what = 'inspection' and day >= period_start()) as inspections,
    count(*) filter (where what = 'hazard' and day >= period_start()) as cases,
    count(*) filter (where what = 'hazard' and day >= period_start() and grade = '重大') as major,
    case when count(*) filter (where what = 'inspection' and day < last_year_end()) > 0
        then count(*) filter (where what = 'hazard' and day < last_year_end()) end as last_year_cases,
    count(*) filter (where what = 'accident' and day >= period_start()) as accidents
from events
where (day >= last_year_start() and day < last_year_end()) or (day >= period_start() and day < period_end())
group by extract(month from day)
order by extract(month from day)
