-- 典型案例：期内销号最快的五处和期末逾期最久的五处重大隐患
-- basis: R068, R089
with ended as (
    select
        h.*,
        case
            when h.closed_on >= period_start() then '整治较快'
            else '久拖不改'
        end as result,
        date_diff('day', h.found_on, coalesce(h.rectified_on, cast(period_end() - interval '1' day as date))) as days
    from major_hazard as h
    where h.closed_on >= period_start() or (h.rectified_on is null and h.due_on < period_end() - interval '1' day)
),

placed as (
    select
        e.*,
        row_number() over (
            partition by e.result
            order by case e.result when '整治较快' then e.days else -e.days end, e.hazard_id
        ) as place
    from ended as e
)

select
    c.result,
    r.region_name,
    p.project_name,
    e.enterprise_name,
    c.category,
    c.description,
    c.found_on,
    s.order_id,
    l.listing_no,
    c.rectified_on,
    c.closed_on,
    c.days
from placed as c
join project as p on p.project_id = c.project_id
join region as r on r.region_id = p.region_id
join enterprise as e on e.enterprise_id = p.contractor_id
left join major_hazard_stop as s on s.hazard_id = c.hazard_id
left join listing as l on l.hazard_id = c.hazard_id
where c.place <= 5
order by c.result desc, c.place
