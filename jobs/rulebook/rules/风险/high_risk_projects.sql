-- 重大、较大风险项目数: 期末综合风险等级为重大或较大的在施项目
-- indicator: high_risk_projects
-- subject:   project
-- better:    neither
-- unit:      个
-- kind:      count
-- basis:     R005

with evidence as (
    select
        p.project_id as subject,
        x.grade,
        x.level,
        coalesce(x.origin, p.origin) as origin
    from active_project as p
    left join project_risk as x on x.project_id = p.project_id and x.level >= 3
)

select
    subject,
    count(grade) as numerator
from evidence
group by subject
