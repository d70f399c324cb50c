-- 期内下达的停工令，在其下达之日前十二个月内（含上年同日）同一企业同一项目另有停工令的
--
-- 以本份停工令的日期往前推，不以期末；一次检查下达的几份算一次，撤销的不算。times 为连同本份的次数。

select
    o.order_id,
    o.project_id,
    o.enterprise_id,
    o.issued_on,
    count(*) + 1 as times,
    string_agg(concat(e.order_id, '（', e.issued_on, '）'), '、' order by e.issued_on, e.order_id) as earlier,
    o.origin
from standing_stop_order as o
join standing_stop_order as e
    on e.project_id = o.project_id
        and e.enterprise_id = o.enterprise_id
        and e.counts
        and e.issued_on >= o.issued_on - interval '12' month
        and (e.issued_on < o.issued_on or (e.issued_on = o.issued_on and e.order_id < o.order_id))
where o.counts and o.issued_on >= period_start()
group by o.order_id, o.project_id, o.enterprise_id, o.issued_on, o.origin
having count(*) + 1 >= (select p.value from parameter as p where p.name = 'repeated_stop_orders')
