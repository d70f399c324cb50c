-- 近九个月的隐患，和下季度三个月的推算：上年同月数 × 近六个月同比的中位数；
-- 区间取近六个月同比的最低、最高值。六次同比互相可换时，下一次落在其最低、最高之间的机会是 5/7
-- （次序统计量的预测区间，Wilks 1941）。近六个月中同比算不出的月份多于两个，不推算
-- basis: R040
with counted as (
    select date_trunc('month', found_on) as month, count(*) as cases
    from hazard
    where found_on < period_end() and found_on >= period_end() - interval '18' month
    group by date_trunc('month', found_on)
),

compared as (
    select
        1.0 * now.cases / before.cases as ratio,
        count(*) over () as months,
        row_number() over (order by 1.0 * now.cases / before.cases, now.month) as place
    from counted as now
    join counted as before on before.month = now.month - interval '12' month
    where now.month >= period_end() - interval '6' month
),

-- 中位数：月数为双时取中间两个的平均
ratios as (
    select
        max(months) as months,
        avg(ratio) filter (where abs(2 * place - months - 1) <= 1) as middle,
        min(ratio) as lowest,
        max(ratio) as highest
    from compared
),

expected as (
    select
        c.month + interval '12' month as month,
        round(c.cases * r.middle) as expected,
        round(c.cases * r.lowest) as low,
        round(c.cases * r.highest) as high,
        r.months,
        100.0 * (r.months - 1) / (r.months + 1) as chance,
        100 * (r.middle - 1) as change
    from counted as c
    cross join ratios as r
    where r.months >= 4 and c.month >= period_end() - interval '12' month
        and c.month < period_end() - interval '9' month
)

select
    concat(extract(month from month), '月') as title,
    month,
    cases,
    cast(null as double precision) as expected,
    cast(null as double precision) as low,
    cast(null as double precision) as high,
    cast(null as integer) as months,
    cast(null as double precision) as chance,
    cast(null as double precision) as change
from counted
where month >= period_end() - interval '9' month
union all
select concat(extract(month from month), '月'), month, null, expected, low, high, months, chance, change
from expected
order by month
