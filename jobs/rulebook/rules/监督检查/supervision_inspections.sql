-- 监督检查次数（不含复查）: 期内本级、属地监督检查的次数，复查不计
-- indicator: supervision_inspections
-- subject:   project
-- better:    higher
-- unit:      次
-- kind:      count
-- every:     [month, quarter]
-- basis:     R065

with evidence as (
    select p.project_id as subject, i.inspection_id, i.inspected_on, i.level, i.kind, coalesce(i.origin, p.origin) as origin
    from project_in_period as p
    left join inspection as i
        on i.project_id = p.project_id
        and i.kind <> '复查'
        and i.inspected_on >= period_start()
        and i.inspected_on < period_end()
    where p.active or i.inspection_id is not null
)

select
    subject,
    count(inspection_id) as numerator
from evidence
group by subject
