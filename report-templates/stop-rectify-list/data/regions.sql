-- 各<bureau.region>停工令的件数和进展，重大隐患责令停工是否按时
-- basis: R034, R037
with orders as (
    select
        p.region_id,
        count(*) as orders,
        count(*) filter (where o.issued_on >= period_start()) as new_orders,
        count(*) filter (where o.lifted_on is not null) as lifted,
        count(*) filter (where o.is_late) as overdue,
        count(*) filter (where o.state = '擅自复工') as resumed
    from stop_order_progress as o
    join project as p on p.project_id = o.project_id
    group by p.region_id
),

major as (
    select subject, numerator, denominator, value
    from observation
    where indicator = 'major_hazards_stopped' and subject_kind = 'region'
)

select
    region.region_name,
    coalesce(o.orders, 0) as orders,
    coalesce(o.new_orders, 0) as new_orders,
    coalesce(o.lifted, 0) as lifted,
    coalesce(o.overdue, 0) as overdue,
    coalesce(o.resumed, 0) as resumed,
    coalesce(m.denominator, 0) as major,
    coalesce(m.numerator, 0) as stopped,
    m.value as stopped_rate
from region
left join orders as o on o.region_id = region.region_id
left join major as m on m.subject = region.region_id
where o.region_id is not null or m.subject is not null
order by orders desc, region.region_id
