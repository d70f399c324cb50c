-- 多次责令停工项目数: 期末前十二个月内被责令停工达到规定次数的项目数
--
-- indicator: repeated_stop_projects
-- subject:   project
-- better:    lower
-- unit:      个
-- kind:      count
-- every:     quarter
-- basis:     R006, R060

with

evidence as (
    select
        p.project_id as subject,
        o.order_id,
        o.issued_on,
        coalesce(o.origin, p.origin) as origin
    from project_in_period as p
    left join stop_order as o
        on o.project_id = p.project_id
            and o.issued_on >= period_end() - interval '12' month
            and o.issued_on < period_end()
    where p.active or o.project_id is not null
),

counted as (
    select subject, count(order_id) as orders
    from evidence
    group by subject
)

select
    c.subject,
    case when c.orders >= p.value then 1 else 0 end as numerator
from counted as c
join parameter as p on p.name = 'repeated_stop_orders'
