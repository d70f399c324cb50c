-- 检查评定不合格: 期内监督检查按 JGJ 59-2011 评定为不合格
-- finding: inspection_failed
-- subject: project
-- basis:   R010, R093

select
    s.project_id as subject,
    s.inspection_id as case_key,
    s.inspected_on as since,
    cast(null as date) as due,
    concat(s.inspected_on, '检查评分', cast(s.total as decimal(5, 1)), '分，零分表', s.zero_tables, '张') as detail,
    i.origin
from jgj59_summary as s
join inspection as i on i.inspection_id = s.inspection_id
where s.grade = '不合格' and s.inspected_on >= period_start() and s.inspected_on < period_end()
