-- 各地区停工令的件数和进展
with orders as (
    select
        p.region_id,
        o.issued_on,
        o.due_on,
        case when o.lifted_on < period_end() then o.lifted_on end as lifted,
        o.resumed_without_clearance
    from stop_order as o
    join project as p on p.project_id = o.project_id
    where o.issued_on < period_end() and (o.lifted_on is null or o.lifted_on >= period_start())
)

select
    region.region_name,
    count(*) as orders,
    count(*) filter (where o.issued_on >= period_start()) as new_orders,
    count(*) filter (where o.lifted is not null) as lifted,
    count(*) filter (where o.lifted is null and o.due_on < period_end()) as overdue,
    count(*) filter (where o.lifted is null and o.resumed_without_clearance) as resumed
from orders as o
join region on region.region_id = o.region_id
group by region.region_id, region.region_name
order by orders desc, region.region_id
