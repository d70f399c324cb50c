-- 较大及以上事故起数: 期内发生的较大、重大、特别重大生产安全事故；等级见事故等级表
-- indicator: larger_accidents
-- subject:   project
-- better:    lower
-- unit:      起
-- kind:      count
-- basis:     R091

with evidence as (
    select
        p.project_id as subject,
        e.accident_id,
        e.occurred_at,
        e.level,
        e.deaths,
        e.injuries,
        coalesce(e.origin, p.origin) as origin
    from project_in_period as p
    left join accident_graded as e
        on e.project_id = p.project_id and e.occurred_at >= period_start() and e.occurred_at < period_end()
        and e.order_no >= 2
    where p.active or e.project_id is not null
)

select
    subject,
    count(accident_id) as numerator
from evidence
group by subject
