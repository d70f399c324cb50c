-- 隐患没有整改期限: 台账没有写明整改期限的隐患，补上期限或者销号以前每期列出
-- finding: hazard_without_limit
-- subject: project
-- basis:   R036

select
    h.project_id as subject,
    h.hazard_id as case_key,
    h.found_on as since,
    cast(null as date) as due,
    concat(h.found_on, '发现', h.category, h.grade, '隐患，台账没有写明整改期限') as detail,
    h.origin
from hazard as h
join project_in_period as p on p.project_id = h.project_id
where h.due_on is null
    and h.found_on < period_end()
    and (h.closed_on is null or h.closed_on >= period_start())
    and not p.finished_before
