-- 逾期未整改隐患数: 期末已过整改期限仍未完成整改的隐患数，不论等级
--
-- indicator: hazards_overdue
-- subject:   project
-- better:    lower
-- unit:      处
-- kind:      count
-- basis:     R036

with evidence as (
    select
        p.project_id as subject,
        h.hazard_id,
        h.due_on,
        h.rectified_on,
        coalesce(h.origin, p.origin) as origin
    from active_project as p
    left join hazard as h
        on h.project_id = p.project_id and h.due_on < period_end()
        and (h.rectified_on is null or h.rectified_on >= period_end())
)

select
    subject,
    count(hazard_id) as numerator
from evidence
group by subject
