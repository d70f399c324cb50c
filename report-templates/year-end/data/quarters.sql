-- 各季度的检查、隐患、停工令和事故；还没有开始的季度不列，那时还没有台账的是没有数据，不是零
-- basis: R068
with events as (
    select found_on as day, 'hazard' as what, grade, 0 as deaths from hazard
    union all
    select due_on, case when rectified_on <= due_on then 'on time' else 'late' end, null, 0 from hazard
    union all
    select inspected_on, 'inspection', null, 0 from inspection
    union all
    select issued_on, 'stop order', null, 0 from standing_stop_order
    union all
    select cast(occurred_at as date), 'accident', null, deaths from accident
),

quarters as (
    select
        min(day) as first_day,
        cast(date_trunc('quarter', min(day)) + interval '3' month as date) as ends_before,
        count(*) filter (where what = 'inspection') as inspections,
        count(*) filter (where what = 'hazard') as cases,
        count(*) filter (where what = 'hazard' and grade = '重大') as major,
        100.0 * count(*) filter (where what = 'on time')
            / nullif(count(*) filter (where what in ('on time', 'late')), 0) as on_time,
        count(*) filter (where what = 'stop order') as stop_orders,
        count(*) filter (where what = 'accident') as accidents,
        coalesce(sum(deaths), 0) as deaths
    from events
    where day >= period_start() and day < period_end()
    group by extract(year from day), extract(quarter from day)
),

kept as (
    select
        max(since) filter (where dataset = 'inspection') as inspection,
        max(since) filter (where dataset = 'hazard') as hazard,
        max(since) filter (where dataset = 'stop_order') as stop_order,
        max(since) filter (where dataset = 'accident') as accident
    from ledger_since
    where dataset in ('inspection', 'hazard', 'stop_order', 'accident')
)

select
    concat(
        case when extract(year from period_start()) < extract(year from cast(period_end() - interval '1' day as date))
            then concat(extract(year from q.first_day), '年') else '' end,
        '第', case extract(quarter from q.first_day) when 1 then '一' when 2 then '二' when 3 then '三' else '四' end, '季度')
        as quarter,
    case when k.inspection < q.ends_before then q.inspections end as inspections,
    case when k.hazard < q.ends_before then q.cases end as cases,
    case when k.hazard < q.ends_before then q.major end as major,
    q.on_time,
    case when k.stop_order < q.ends_before then q.stop_orders end as stop_orders,
    case when k.accident < q.ends_before then q.accidents end as accidents,
    case when k.accident < q.ends_before then q.deaths end as deaths
from quarters as q
cross join kept as k
order by q.first_day
