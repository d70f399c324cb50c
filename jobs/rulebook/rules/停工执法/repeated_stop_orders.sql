-- 十二个月内多次责令停工: 期末前十二个月内同一企业同一项目被责令停工达到规定次数，提请暂扣安全生产许可证
--
-- finding: repeated_stop_orders
-- subject: project
-- basis:   R060
--
-- 次数见参数 repeated_stop_orders；最近一次停工令为证据，期内再有停工令则为新的一例。

with

orders as (
    select
        project_id,
        order_id,
        issued_on,
        origin,
        count(*) over (partition by project_id) as times,
        row_number() over (partition by project_id order by issued_on desc, order_id desc) as latest
    from stop_order
    where issued_on >= period_end() - interval '12' month and issued_on < period_end()
)

select
    o.project_id as subject,
    o.order_id as case_key,
    o.issued_on as since,
    cast(null as date) as due,
    concat('十二个月内被责令停工', o.times, '次，最近一次', o.issued_on) as detail,
    o.origin
from orders as o
join parameter as p on p.name = 'repeated_stop_orders'
where o.latest = 1 and o.times >= p.value
