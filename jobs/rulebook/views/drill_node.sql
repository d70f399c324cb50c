-- 本年各项目应组织综合应急演练并评估的节点：每次开工、复工之前（虽尚未在施），和演练月份（在施的）；窗口已过完的才列
-- state：已演练评估，演练未评估（算未完成），未演练
with starts as (
    select project_id, started_on as begins_on from project where state <> '施工准备'
    union
    select project_id, resumed_on from project
    union
    select project_id, resumed_on from resumption_check
),

nodes as (
    select
        s.project_id,
        '开复工前' as node,
        cast(s.begins_on - q.value * interval '1' day as date) as from_on,
        s.begins_on as ends_before
    from starts as s
    join parameter as q on q.name = 'drill_window_days'
    where s.begins_on is not null
    union all
    select
        p.project_id,
        m.node,
        cast(year_start() + (m.month - 1) * interval '1' month as date),
        cast(year_start() + m.month * interval '1' month as date)
    from project as p
    join drill_month as m on p.state <> '施工准备'
        and coalesce(p.started_on < year_start() + m.month * interval '1' month, true)
        and case
            when p.completed_on is null then p.state <> '竣工'
            else p.completed_on >= year_start() + (m.month - 1) * interval '1' month
        end
        and not (coalesce(p.stopped_on < year_start() + (m.month - 1) * interval '1' month, false)
            and coalesce(p.resumed_on < p.stopped_on or p.resumed_on >= year_start() + m.month * interval '1' month, true))
),

held as (
    select
        n.project_id,
        n.node,
        n.from_on,
        n.ends_before,
        max(d.held_on) as held_on,
        max(case when d.evaluated then 1 else 0 end) as evaluated,
        max(d.origin) as origin
    from nodes as n
    left join drill as d on d.project_id = n.project_id and d.kind = '综合演练'
        and d.held_on >= n.from_on and d.held_on < n.ends_before
    where n.ends_before > year_start() and n.ends_before <= period_end()
    group by n.project_id, n.node, n.from_on, n.ends_before
)

select
    h.project_id,
    p.project_name,
    p.region_id,
    p.contractor_id,
    h.node,
    h.from_on,
    cast(h.ends_before - interval '1' day as date) as ends_on,
    h.held_on,
    case when h.evaluated = 1 then '已演练评估' when h.held_on is not null then '演练未评估' else '未演练' end as state,
    coalesce(h.origin, p.origin) as origin
from held as h
join project as p on p.project_id = h.project_id
