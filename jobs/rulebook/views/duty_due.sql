-- 期内各年度的报送事项，含尚未到期的：县级的每个县区一行，市级的一行；year_on 是该年的1月1日
--
-- late_on：到期次日算逾期；年末最后一天到期的，次年不再列，当日即算。
with years as (
    select year_start() as year_on
    union
    select cast(concat(extract(year from day), '-01-01') as date)
    from calendar_day -- 日历没有写到的年份，至少有首尾两年
    where day between year_start() and period_end() - interval '1' day
    union
    select cast(concat(extract(year from cast(period_end() - interval '1' day as date)), '-01-01') as date)
)

select
    d.duty_id,
    d.title,
    d.level,
    d.basis,
    r.region_id,
    r.region_name,
    r.city_id,
    y.year_on,
    cast(y.year_on + (d.due_month - 1) * interval '1' month + (d.due_day - 1) * interval '1' day as date) as due_on,
    cast(
        least(
            y.year_on + (d.due_month - 1) * interval '1' month + d.due_day * interval '1' day,
            y.year_on + interval '12' month - interval '1' day
        ) as date
    ) as late_on,
    r.origin
from duty as d
join region as r on d.level = '县级' or r.region_id = (select min(x.region_id) from region as x)
cross join years as y
