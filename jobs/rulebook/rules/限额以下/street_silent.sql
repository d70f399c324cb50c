-- 街道零登记或不响应: 本期没有登记录入任何限额以下工程的街道；期间没有结束的不列
-- finding: street_silent
-- subject: street
-- basis:   R070, R074

select
    s.street_id as subject,
    '零登记' as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(s.street_name, '本期零登记，年初以来登记', (
        select count(*) from small_work as w
        where w.street_id = s.street_id and w.registered_on >= year_start() and w.registered_on < period_end()
    ), '项') as detail,
    s.origin
from street as s
where period_is_over() and not exists (
    select 1 from small_work as w
    where w.street_id = s.street_id and w.registered_on >= period_start() and w.registered_on < period_end()
)
