-- 近十二个月各类隐患发现的月份；一条也没有、也没有零报告的月份是没有数据，不是零
with found as (
    select category, extract(month from found_on) as month, count(*) as hazards
    from hazard
    where found_on >= period_end() - interval '12' month and found_on < period_end()
    group by category, extract(month from found_on)
),

known as (
    select month from found
    union
    select extract(month from month)
    from delivery_note
    where nil and dataset in ('hazard', '隐患台账')
        and month >= period_end() - interval '12' month and month < period_end()
),

categories as (
    select distinct category from found
)

select
    c.category,
    max(case when k.month = 1 then coalesce(f.hazards, 0) end) as m1,
    max(case when k.month = 2 then coalesce(f.hazards, 0) end) as m2,
    max(case when k.month = 3 then coalesce(f.hazards, 0) end) as m3,
    max(case when k.month = 4 then coalesce(f.hazards, 0) end) as m4,
    max(case when k.month = 5 then coalesce(f.hazards, 0) end) as m5,
    max(case when k.month = 6 then coalesce(f.hazards, 0) end) as m6,
    max(case when k.month = 7 then coalesce(f.hazards, 0) end) as m7,
    max(case when k.month = 8 then coalesce(f.hazards, 0) end) as m8,
    max(case when k.month = 9 then coalesce(f.hazards, 0) end) as m9,
    max(case when k.month = 10 then coalesce(f.hazards, 0) end) as m10,
    max(case when k.month = 11 then coalesce(f.hazards, 0) end) as m11,
    max(case when k.month = 12 then coalesce(f.hazards, 0) end) as m12
from categories as c
cross join known as k
left join found as f on f.category = c.category and f.month = k.month
group by c.category
order by sum(coalesce(f.hazards, 0)) desc, c.category
