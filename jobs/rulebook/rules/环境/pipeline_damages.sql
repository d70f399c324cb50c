-- 管线破坏事件数: 期内施工破坏地下、地上管线的事件，按发生日期计
-- indicator: pipeline_damages
-- subject:   project
-- better:    lower
-- unit:      起
-- kind:      count
-- basis:     R016

with evidence as (
    select
        p.project_id as subject,
        x.event_id,
        x.place,
        coalesce(x.origin, p.origin) as origin
    from project_in_period as p
    left join pipeline_event as x on x.project_id = p.project_id
        and x.occurred_on >= period_start() and x.occurred_on < period_end()
    where p.active or x.event_id is not null
)

select
    subject,
    count(event_id) as numerator
from evidence
group by subject
