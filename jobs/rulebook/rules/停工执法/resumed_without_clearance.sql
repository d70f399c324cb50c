-- 擅自复工: 停工令下达后未经批准复工，至期内仍未获准
-- finding: resumed_without_clearance
-- subject: project
-- basis:   R034, R061

select
    project_id as subject,
    order_id as case_key,
    issued_on as since,
    due_on as due,
    concat(issued_on, '停工令', order_id, '未获准复工即擅自复工') as detail,
    origin
from stop_order
where resumed_without_clearance
    and issued_on < period_end()
    and (lifted_on is null or lifted_on >= period_start())
