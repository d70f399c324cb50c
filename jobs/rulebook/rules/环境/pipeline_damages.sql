-- 管线破坏事件数: 本期在施项目施工破坏地下管线的事件
--
-- indicator: pipeline_damages
-- subject:   project
-- better:    lower
-- unit:      起
-- kind:      count
-- basis:     R016

with

evidence as (
    select
        p.project_id as subject,
        x.event_id,
        coalesce(x.origin, p.origin) as origin
    from active_project as p
    left join pipeline_event as x on x.project_id = p.project_id
        and x.occurred_on >= period_start() and x.occurred_on < period_end()
)

select
    subject,
    count(event_id) as numerator
from evidence
group by subject
