-- 排查重大隐患数: 期内检查发现的重大隐患数
-- indicator: major_hazards_found
-- subject:   project
-- better:    neither
-- unit:      条
-- kind:      count
-- every:     [month, quarter, year]
-- basis:     R036, R081

with evidence as (
    select p.project_id as subject, e.hazard_id, e.found_on, e.category, coalesce(e.origin, p.origin) as origin
    from project_in_period as p
    left join hazard as e
        on e.project_id = p.project_id and e.found_on >= period_start() and e.found_on < period_end()
        and e.grade = '重大'
    where p.active or e.project_id is not null
)

select
    subject,
    count(hazard_id) as numerator
from evidence
group by subject
