-- 期末有效的停工令：期末前下达、没有撤销的；被责令单位没有写明的按项目的施工总承包单位
--
-- counts：一次检查对同一项目下达几份的，只数最先的一份。

select
    o.order_id,
    o.project_id,
    coalesce(o.enterprise_id, p.contractor_id) as enterprise_id,
    o.inspection_id,
    o.hazard_id,
    o.issued_on,
    o.reason,
    coalesce(o.scope, '全面停工') as scope,
    o.stopped_part,
    o.due_on,
    case when o.lifted_on < period_end() then o.lifted_on end as lifted_on,
    o.resumed_without_clearance,
    row_number() over (
        partition by o.project_id,
            case when o.inspection_id is null then concat('文书', o.order_id) else concat('检查', o.inspection_id) end
        order by o.issued_on, o.order_id
    ) = 1 as counts,
    o.origin
from stop_order as o
join project as p on p.project_id = o.project_id
where o.issued_on < period_end() and (o.revoked_on is null or o.revoked_on >= period_end())
