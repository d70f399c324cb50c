-- 风险定级率: 期末已有综合风险等级的在施项目比例
-- indicator: risk_graded
-- subject:   project
-- basis:     R005

with evidence as (
    select
        p.project_id as subject,
        x.grade,
        x.graded_on,
        coalesce(x.origin, p.origin) as origin
    from active_project as p
    left join project_risk as x on x.project_id = p.project_id
)

select
    subject,
    count(grade) as numerator,
    count(*) as denominator
from evidence
group by subject
