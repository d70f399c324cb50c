-- 十二个月内多次责令停工: 期内下达的停工令，此前十二个月内同一企业同一项目已有停工令，提请暂扣安全生产许可证
-- finding: repeated_stop_orders
-- subject: project
-- basis:   R060
--
-- 次数见参数表；每份停工令为一例。

select
    project_id as subject,
    order_id as case_key,
    issued_on as since,
    cast(null as date) as due,
    concat(issued_on, '被责令停工（', order_id, '），此前十二个月内同一企业同一项目已被责令停工：', earlier) as detail,
    origin
from repeated_stop_order
