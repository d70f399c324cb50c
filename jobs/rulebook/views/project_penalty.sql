-- 项目期内的约谈、记分、罚款：在建项目每种处理方式至少一行，没有受处理的处理列为空

with kinds as (
    select '约谈' as kind
    union all
    select '记分' as kind
    union all
    select '罚款' as kind
)

select
    p.project_id,
    k.kind,
    e.penalty_id,
    e.decided_on,
    e.level,
    e.points,
    e.amount,
    e.reason,
    coalesce(e.origin, p.origin) as origin
from project_in_period as p
cross join kinds as k
left join penalty as e
    on e.project_id = p.project_id
        and e.kind = k.kind
        and e.decided_on >= period_start()
        and e.decided_on < period_end()
where p.active or e.project_id is not null
