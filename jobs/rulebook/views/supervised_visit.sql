-- 列管项目期内届满的（ended）和期末正在进行的周期里的监督抽查；没有抽查的周期 day 为空
--
-- 抽查台账与日常监督检查记录都算；同一天两处都记的是同一次，计数时按日去重。周期中途送达解除告知单的不判定；
-- 期内整期停工、期前已竣工的项目不要求。
-- 参数 supervised_checks_by_cycle 为 0 的，不按周期而按列管满月的自然月计。

with spans as (
    select
        w.project_id,
        w.notice_no,
        concat('第', w.cycle, '周期') as span,
        w.first_day,
        w.last_day,
        w.last_day < period_end() as ended,
        w.origin
    from supervision_window as w
    join active_project as a on a.project_id = w.project_id
    join parameter as p on p.name = 'supervised_checks_by_cycle' and p.value <> 0
    where w.cycle > 0
        and w.last_day >= period_start()
        and coalesce(w.last_day <= w.until, true)
    union all
    select
        s.project_id,
        s.notice_no,
        '自然月' as span,
        period_start() as first_day,
        cast(period_end() - interval '1' day as date) as last_day,
        true as ended,
        s.origin
    from supervised_span as s
    join active_project as a on a.project_id = s.project_id
    join parameter as p on p.name = 'supervised_checks_by_cycle' and p.value = 0
    where period_is_over() and s.since <= period_start() and s.until is null
),

visits as (
    select project_id, checked_on as day, joint, origin from supervision_check
    union all
    select project_id, inspected_on as day, kind = '联合执法' as joint, origin from inspection
)

select
    s.project_id,
    s.notice_no,
    s.span,
    s.first_day,
    s.last_day,
    s.ended,
    v.day,
    coalesce(v.joint, false) as joint,
    coalesce(v.origin, s.origin) as origin
from spans as s
left join visits as v on v.project_id = s.project_id and v.day between s.first_day and s.last_day and v.day < period_end()
