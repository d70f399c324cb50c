-- 风险等级台账与名册不一致: 期末定级台账的等级与项目名册所填的风险等级不同，以定级台账为准，名册应当更正
-- finding: risk_grade_differs
-- subject: project
-- basis:   R005

select
    p.project_id as subject,
    '风险等级' as case_key,
    r.graded_on as since,
    cast(null as date) as due,
    concat('定级台账为', r.grade, '（', r.graded_on, '），名册为', p.risk_grade) as detail,
    r.origin
from active_project as p
join project_risk as r on r.project_id = p.project_id
where p.risk_grade <> r.grade
