-- 风险等级上升: 期内最近一次定级高于期初前最近一次定级
-- finding: risk_grade_raised
-- subject: project
-- basis:   R005

select
    g.project_id as subject,
    g.grading_id as case_key,
    g.graded_on as since,
    cast(null as date) as due,
    concat('综合风险等级由', g.from_grade, '升为', g.to_grade, '，主要因素：', coalesce(g.reason, '未填')) as detail,
    g.origin
from risk_grade_change as g
join active_project as p on p.project_id = g.project_id
where g.direction = '上升'
