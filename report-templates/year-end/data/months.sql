-- 各月的检查、隐患和事故，附上年同月的隐患；那时还没有台账的是没有数据，不是零
-- basis: R068
with events as (
    select found_on as day, 'hazard' as what, grade from hazard
    union all
    select inspected_on, 'inspection', null from inspection
    union all
    select cast(occurred_at as date), 'accident', null from accident
),

placed as (
    select what, grade, false as before, extract(month from day) as month_no,
        (extract(year from day) - extract(year from period_start())) * 12 + extract(month from day) - extract(month from period_start()) as place
    from events
    where day >= period_start() and day < period_end()
    union all
    select what, grade, true, extract(month from day),
        (extract(year from day) - extract(year from last_year_start())) * 12 + extract(month from day) - extract(month from last_year_start())
    from events
    where day >= last_year_start() and day < last_year_end()
),

kept as (
    select
        max(since) filter (where dataset = 'inspection') as inspection,
        max(since) filter (where dataset = 'hazard') as hazard,
        max(since) filter (where dataset = 'accident') as accident
    from ledger_since
    where dataset in ('inspection', 'hazard', 'accident')
),

months as (
    select
        place,
        month_no,
        cast(date_trunc('month', period_start()) + place * interval '1' month as date) as month_on,
        count(*) filter (where what = 'inspection' and not before) as inspections,
        count(*) filter (where what = 'hazard' and not before) as cases,
        count(*) filter (where what = 'hazard' and not before and grade = '重大') as major,
        count(*) filter (where what = 'hazard' and before) as last_year_cases,
        count(*) filter (where what = 'accident' and not before) as accidents
    from placed
    group by place, month_no
)

select
    concat(
        case when extract(year from period_start()) < extract(year from cast(period_end() - interval '1' day as date))
            then concat(extract(year from m.month_on), '年') else '' end,
        m.month_no,
        '月'
    ) as month,
    case when k.inspection <= m.month_on then m.inspections end as inspections,
    case when k.hazard <= m.month_on then m.cases end as cases,
    case when k.hazard <= m.month_on then m.major end as major,
    case when k.hazard <= m.month_on - interval '12' month then m.last_year_cases end as last_year_cases,
    case when k.accident <= m.month_on then m.accidents end as accidents
from months as m
cross join kept as k
order by m.place
