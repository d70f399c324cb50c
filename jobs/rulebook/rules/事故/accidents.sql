-- 生产安全事故起数: 期内发生的生产安全事故起数
-- indicator: accidents
-- subject:   project
-- better:    lower
-- unit:      起
-- kind:      count
-- every:     [month, quarter, year]
-- basis:     R091, R095

with evidence as (
    select
        p.project_id as subject,
        e.accident_id,
        e.occurred_at,
        e.kind,
        e.deaths,
        coalesce(e.origin, p.origin) as origin
    from project_in_period as p
    left join accident as e
        on e.project_id = p.project_id and e.occurred_at >= period_start() and e.occurred_at < period_end()
    where p.active or e.project_id is not null
)

select
    subject,
    count(accident_id) as numerator
from evidence
group by subject
