-- 企业年度工作：期内有在施项目的施工企业应开展的分包情况排查、应急救援演练，及最近一次的开展日期

with

duties as (
    select
        e.enterprise_id,
        k.kind,
        e.origin
    from active_enterprise as e
    cross join (select '分包情况排查' as kind union all select '应急救援演练') as k
),

held as (
    select
        enterprise_id,
        kind,
        max(held_on) as held_on,
        count(*) as times,
        max(origin) as origin
    from enterprise_activity
    where held_on >= period_start() and held_on < period_end()
    group by enterprise_id, kind
)

select
    d.enterprise_id,
    d.kind,
    h.held_on,
    coalesce(h.times, 0) as times,
    coalesce(h.origin, d.origin) as origin
from duties as d
left join held as h on h.enterprise_id = d.enterprise_id and h.kind = d.kind
