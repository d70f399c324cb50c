-- 逾期未整改重大隐患: 期末已过整改期限仍未完成整改的重大隐患数，期限当日不算逾期，期前已竣工的项目不计
-- indicator: overdue_major_hazards
-- subject:   project
-- better:    lower
-- unit:      条
-- kind:      count
-- every:     [month, quarter, year]
-- basis:     R036, R081, R082

with evidence as (
    select
        p.project_id as subject,
        h.hazard_id,
        h.due_on,
        h.days_overdue,
        coalesce(h.origin, p.origin) as origin
    from project_in_period as p
    left join overdue_hazard as h on h.project_id = p.project_id and h.grade = '重大' and h.state = '未整改'
    where p.active or h.hazard_id is not null
)

select
    subject,
    count(hazard_id) as numerator
from evidence
group by subject
