-- 重大隐患未责令停工: 发现重大隐患后超过规定天数仍未下达停工令，天数见参数 stop_order_days
--
-- finding: major_hazard_without_stop_order
-- subject: project
-- basis:   R037
--
-- 发现当日起算；期末尚未超过规定天数的不列。

select
    h.project_id as subject,
    h.hazard_id as case_key,
    h.found_on as since,
    h.due_on as due,
    concat(h.found_on, '发现', h.category, '重大隐患，至期末未见停工令') as detail,
    h.origin
from hazard as h
join parameter as p on p.name = 'stop_order_days'
where h.grade = '重大'
    and (h.rectified_on is null or h.rectified_on >= period_start())
    and date_diff('day', h.found_on, period_end()) - 1 > p.value
    and not exists (
        select 1 from stop_order as s
        where s.project_id = h.project_id and s.issued_on >= h.found_on and s.issued_on < period_end()
    )
