-- 各月的检查、隐患和事故，附上年同月的隐患；上年同月连检查记录都没有的，是没有数据，不是零
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
)

select
    concat(
        case when extract(year from period_start()) < extract(year from cast(period_end() - interval '1' day as date))
            then concat(extract(year from cast(period_start() + place * interval '1' month as date)), '年') else '' end,
        month_no,
        '月'
    ) as month,
    count(*) filter (where what = 'inspection' and not before) as inspections,
    count(*) filter (where what = 'hazard' and not before) as cases,
    count(*) filter (where what = 'hazard' and not before and grade = '重大') as major,
    case when count(*) filter (where what = 'inspection' and before) > 0
        then count(*) filter (where what = 'hazard' and before) end as last_year_cases,
    count(*) filter (where what = 'accident' and not before) as accidents
from placed
group by place, month_no
order by place
