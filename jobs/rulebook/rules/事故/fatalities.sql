-- 生产安全事故死亡人数: 期内发生的事故造成的死亡人数
-- indicator: fatalities
-- subject:   project
-- better:    lower
-- unit:      人
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
    coalesce(sum(deaths), 0) as numerator
from evidence
group by subject
