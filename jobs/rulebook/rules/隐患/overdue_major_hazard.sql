-- 重大隐患逾期未整改: 期末已过整改期限仍未完成整改的重大隐患，期限当日不算逾期，期前已竣工的项目不列
-- finding: overdue_major_hazard
-- subject: project
-- every:   [month, quarter, year]
-- basis:   R036, R081, R082

select
    project_id as subject,
    hazard_id as case_key,
    cast(due_on + interval '1' day as date) as since,
    due_on as due,
    concat(category, '重大隐患，整改期限', due_on, '，期末已逾期', days_overdue, '天') as detail,
    origin
from overdue_hazard
where grade = '重大' and state = '未整改'
