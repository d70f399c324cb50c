-- 擅自复工次数: 期内下达、期末没有撤销的停工令中未经批准擅自复工的次数
-- indicator: unauthorised_resumptions
-- subject:   project
-- better:    lower
-- unit:      次
-- kind:      count
-- every:     [month, quarter]
-- basis:     R034, R061

with evidence as (
    select p.project_id as subject, e.order_id, e.issued_on, e.due_on, coalesce(e.origin, p.origin) as origin
    from project_in_period as p
    left join standing_stop_order as e
        on e.project_id = p.project_id and e.issued_on >= period_start() and e.resumed_without_clearance
    where p.active or e.project_id is not null
)

select
    subject,
    count(order_id) as numerator
from evidence
group by subject
