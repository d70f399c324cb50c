-- 在施项目数: 期内至少有一天在施工的项目数
-- indicator: active_projects
-- subject:   project
-- better:    neither
-- unit:      个
-- kind:      count
-- every:     [month, quarter, year]
-- basis:     R035, R055

with evidence as (
    select
        project_id as subject,
        project_name,
        started_on,
        phase,
        origin
    from active_project
)

select
    subject,
    count(*) as numerator
from evidence
group by subject
