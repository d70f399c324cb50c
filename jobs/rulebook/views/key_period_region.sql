-- 节日和重要活动时段在各地的保障情况：列入本季度的（无论落在哪个季度），和落在本季度的；计到时段末，时段未完的计到截止日
-- 台账没有启用、那时还没有的，一地到期没有报送的，有关各数不知道，不是零
with periods as (
    select *, least(cast(ends_on + interval '1' day as date), period_end()) as ends_before
    from key_period
    where (quarter = extract(quarter from period_start()) and extract(year from starts_on) = extract(year from period_start()))
        or (starts_on < period_end() and ends_on >= period_start())
),

-- 时段内至少有一天在施工的项目
sites as (
    select k.name, k.starts_on, p.region_id, count(*) as projects
    from periods as k
    join project as p on p.state <> '施工准备'
        and coalesce(p.started_on < k.ends_before, true)
        and case when p.completed_on is null then p.state <> '竣工' else p.completed_on >= k.starts_on end
        and not (coalesce(p.stopped_on < k.starts_on, false)
            and coalesce(p.resumed_on < p.stopped_on or p.resumed_on >= k.ends_before, true))
    where k.starts_on < period_end()
    group by k.name, k.starts_on, p.region_id
),

visits as (
    select k.name, k.starts_on, p.region_id, count(*) as inspections, count(distinct i.project_id) as inspected
    from periods as k
    join inspection as i on i.inspected_on >= k.starts_on and i.inspected_on < k.ends_before
    join project as p on p.project_id = i.project_id
    group by k.name, k.starts_on, p.region_id
),

shifts as (
    select k.name, k.starts_on, p.region_id, count(*) as shifts, count(s.leader) as led, count(s.watch) as watched
    from periods as k
    join off_hours_shift as s on s.worked_on >= k.starts_on and s.worked_on < k.ends_before
    join project as p on p.project_id = s.project_id
    group by k.name, k.starts_on, p.region_id
),

incidents as (
    select k.name, k.starts_on, p.region_id, count(*) as accidents, sum(a.deaths) as deaths
    from periods as k
    join accident as a on a.occurred_at >= k.starts_on and a.occurred_at < k.ends_before
    join project as p on p.project_id = a.project_id
    group by k.name, k.starts_on, p.region_id
),

-- 时段所在各月（季度报送的，所在各季度）到期没有报送的
silent as (
    select
        k.name, k.starts_on, d.subject as region_id,
        max(case when d.dataset = 'inspection' then 1 else 0 end) as inspection,
        max(case when d.dataset in ('off_hours_work', 'duty_shift') then 1 else 0 end) as shifts,
        max(case when d.dataset = 'accident' then 1 else 0 end) as accident
    from periods as k
    join delivery as d on d.subject_kind = 'region'
        and d.state = '未报'
        and d.first_day < k.ends_before
        and d.last_day >= k.starts_on
    group by k.name, k.starts_on, d.subject
),

kept as (
    select
        max(since) filter (where dataset = 'inspection') as inspection,
        min(since) filter (where dataset in ('off_hours_work', 'duty_shift')) as shifts,
        max(since) filter (where dataset = 'accident') as accident
    from ledger_since
    where dataset in ('inspection', 'off_hours_work', 'duty_shift', 'accident')
)

select
    k.name,
    k.starts_on,
    k.ends_on,
    case when k.starts_on >= period_end() then '未开始' when k.ends_on >= period_end() then '进行中' else '已结束' end as state,
    r.region_id,
    coalesce(s.projects, 0) as projects,
    case when kept.inspection <= k.starts_on and coalesce(w.inspection, 0) = 0 then coalesce(v.inspections, 0) end as inspections,
    case when kept.inspection <= k.starts_on and coalesce(w.inspection, 0) = 0 then coalesce(v.inspected, 0) end as inspected,
    case when kept.shifts <= k.starts_on and coalesce(w.shifts, 0) = 0 then coalesce(d.shifts, 0) end as shifts,
    case when kept.shifts <= k.starts_on and coalesce(w.shifts, 0) = 0 then coalesce(d.led, 0) end as led,
    case when kept.shifts <= k.starts_on and coalesce(w.shifts, 0) = 0 then coalesce(d.watched, 0) end as watched,
    case when kept.accident <= k.starts_on and coalesce(w.accident, 0) = 0 then coalesce(i.accidents, 0) end as accidents,
    case when kept.accident <= k.starts_on and coalesce(w.accident, 0) = 0 then coalesce(i.deaths, 0) end as deaths
from periods as k
cross join region as r
cross join kept
left join sites as s on s.name = k.name and s.starts_on = k.starts_on and s.region_id = r.region_id
left join visits as v on v.name = k.name and v.starts_on = k.starts_on and v.region_id = r.region_id
left join shifts as d on d.name = k.name and d.starts_on = k.starts_on and d.region_id = r.region_id
left join incidents as i on i.name = k.name and i.starts_on = k.starts_on and i.region_id = r.region_id
left join silent as w on w.name = k.name and w.starts_on = k.starts_on and w.region_id = r.region_id
