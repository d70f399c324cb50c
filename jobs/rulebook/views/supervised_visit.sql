-- 期内整期列管且在施的项目（当期列入、解除的不满一个周期，不要求次数）的监督抽查；没有抽查的项目 day 为空
--
-- 抽查台账与日常监督检查记录都算；同一天两处都记的是同一次，计数时按日去重。

with

supervised as (
    select
        s.project_id,
        s.origin
    from supervised_span as s
    join active_project as p on p.project_id = s.project_id
    where s.since <= period_start() and coalesce(s.until >= period_end(), true)
),

visits as (
    select project_id, checked_on as day, joint, origin from supervision_check
    union all
    select project_id, inspected_on as day, kind = '联合执法' as joint, origin from inspection
)

select
    s.project_id,
    v.day,
    coalesce(v.joint, false) as joint,
    coalesce(v.origin, s.origin) as origin
from supervised as s
left join visits as v
    on v.project_id = s.project_id and v.day >= period_start() and v.day < period_end()
