-- 重大隐患未销号: 期末尚未销号的重大隐患，期前已竣工的项目不列
-- finding: major_hazard_open
-- subject: hazard
-- basis:   R081

select
    h.hazard_id as subject,
    '未销号' as case_key,
    h.found_on as since,
    h.due_on as due,
    concat(h.found_on, '发现，', h.category, coalesce('：' || h.description, '')) as detail,
    h.origin
from major_hazard as h
join project_in_period as p on p.project_id = h.project_id
where h.closed_on is null and not p.finished_before
