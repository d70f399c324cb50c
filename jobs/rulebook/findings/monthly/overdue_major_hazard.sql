-- 重大隐患超期未整改: 期末已过整改期限仍未完成整改的重大隐患
--
-- finding: overdue_major_hazard
-- subject: project
-- basis:   R036, R081, R082

select
    project_id as subject,
    hazard_id as evidence,
    cast(due_on + interval '1' day as date) as since,
    due_on as due,
    concat(category, '重大隐患，整改期限', due_on, '，期末已超期', date_diff('day', due_on, period_end()) - 1, '天') as detail,
    load_id,
    source_row
from hazard
where grade = '重大'
    and due_on < period_end()
    and (rectified_on is null or rectified_on >= period_end())
