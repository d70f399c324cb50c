-- 重大隐患超期未整改: 期末已过整改期限仍未完成整改的重大隐患，期前已竣工的项目不列
--
-- finding: overdue_major_hazard
-- subject: project
-- every:   [month, quarter, year]
-- basis:   R036, R081, R082

select
    h.project_id as subject,
    h.hazard_id as case_key,
    cast(h.due_on + interval '1' day as date) as since,
    h.due_on as due,
    concat(
        h.category, '重大隐患，整改期限', h.due_on, '，期末已超期', date_diff('day', h.due_on, period_end()) - 1, '天'
    ) as detail,
    h.origin
from hazard as h
join project_in_period as p on p.project_id = h.project_id
where h.grade = '重大'
    and h.due_on < period_end()
    and (h.rectified_on is null or h.rectified_on >= period_end())
    and not p.finished_before
