-- 擅自复工: 停工令下达后未经批准复工，至期初仍未获准；期内获准的注明日期，撤销的不列
-- finding: resumed_without_clearance
-- subject: project
-- basis:   R034, R061

select
    project_id as subject,
    order_id as case_key,
    issued_on as since,
    due_on as due,
    concat(issued_on, '停工令', order_id, '未获准复工即擅自复工', coalesce('，' || lifted_on || '获准复工', '')) as detail,
    origin
from standing_stop_order
where resumed_without_clearance and (lifted_on is null or lifted_on >= period_start())
