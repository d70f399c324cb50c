-- 监督检查次数: 期内监督检查次数
-- indicator: inspections
-- subject:   project
-- unit:      次
-- kind:      count
-- every:     [month, quarter, year]
-- basis:     R004, R084

with evidence as (
    select
        p.project_id as subject,
        e.inspection_id,
        e.inspected_on,
        e.level,
        e.kind,
        coalesce(e.origin, p.origin) as origin
    from project_in_period as p
    left join inspection as e
        on e.project_id = p.project_id and e.inspected_on >= period_start() and e.inspected_on < period_end()
    where p.active or e.project_id is not null
)

select
    subject,
    count(inspection_id) as numerator
from evidence
group by subject
