-- 本年已到期的报送事项：县级的每个县区一行，市级的一行；尚未到期的不列
with duties as (
    select
        d.duty_id,
        d.title,
        d.level,
        d.basis,
        r.region_id,
        r.region_name,
        r.city_id,
        cast(year_start() + (d.due_month - 1) * interval '1' month + (d.due_day - 1) * interval '1' day as date) as due_on,
        r.origin
    from duty as d
    join region as r on d.level = '县级' or r.region_id = (select min(x.region_id) from region as x)
)

select *
from duties
where due_on < period_end()
