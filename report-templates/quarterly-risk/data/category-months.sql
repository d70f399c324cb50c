-- 近十二个月各类隐患发现的月份；还没有台账的月份是没有数据，不是零
with kept as (
    select
        date_diff('month', since, cast(period_end() - interval '1' day as date)) as months,
        extract(month from cast(period_end() - interval '1' day as date)) as last_month
    from ledger_since
    where dataset = 'hazard'
)

select
    category,
    case when max((k.last_month + 11) % 12) <= max(k.months) then count(*) filter (where extract(month from found_on) = 1) end as m1,
    case when max((k.last_month + 10) % 12) <= max(k.months) then count(*) filter (where extract(month from found_on) = 2) end as m2,
    case when max((k.last_month + 9) % 12) <= max(k.months) then count(*) filter (where extract(month from found_on) = 3) end as m3,
    case when max((k.last_month + 8) % 12) <= max(k.months) then count(*) filter (where extract(month from found_on) = 4) end as m4,
    case when max((k.last_month + 7) % 12) <= max(k.months) then count(*) filter (where extract(month from found_on) = 5) end as m5,
    case when max((k.last_month + 6) % 12) <= max(k.months) then count(*) filter (where extract(month from found_on) = 6) end as m6,
    case when max((k.last_month + 5) % 12) <= max(k.months) then count(*) filter (where extract(month from found_on) = 7) end as m7,
    case when max((k.last_month + 4) % 12) <= max(k.months) then count(*) filter (where extract(month from found_on) = 8) end as m8,
    case when max((k.last_month + 3) % 12) <= max(k.months) then count(*) filter (where extract(month from found_on) = 9) end as m9,
    case when max((k.last_month + 2) % 12) <= max(k.months) then count(*) filter (where extract(month from found_on) = 10) end as m10,
    case when max((k.last_month + 1) % 12) <= max(k.months) then count(*) filter (where extract(month from found_on) = 11) end as m11,
    case when max((k.last_month + 0) % 12) <= max(k.months) then count(*) filter (where extract(month from found_on) = 12) end as m12
from hazard
cross join kept as k
where found_on >= period_end() - interval '12' month and found_on < period_end()
group by category
order by count(*) desc, category
