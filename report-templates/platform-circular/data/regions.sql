-- 各地截至当日的录入情况，与最近一次通报那天（按同样的口径重算）相比；没有在施项目的地方不列
-- basis: R056
with moments as (
    select period_start() as from_on, cast(period_end() - interval '1' day as date) as to_on, 1 as present
    union all
    select cast(date_trunc('month', max(as_of)) as date), max(as_of), 0
    from platform_circular
    where as_of < period_end() - interval '1' day
    having max(as_of) is not null
),

sites as (
    select
        m.present,
        m.to_on,
        p.region_id,
        p.project_id,
        e.entered_on <= m.to_on as entered
    from moments as m
    join project as p on p.state <> '施工准备'
        and coalesce(p.started_on <= m.to_on, true)
        and not coalesce(p.completed_on < m.from_on, p.state = '竣工')
        and not (coalesce(p.stopped_on < m.from_on, false)
            and coalesce(p.resumed_on < p.stopped_on or p.resumed_on > m.to_on, true))
    left join platform_entry as e on e.project_id = p.project_id
),

counted as (
    select
        region_id,
        count(*) filter (where present = 1) as projects,
        count(*) filter (where present = 1 and entered) as entered,
        count(*) filter (where present = 0) as previous_projects,
        count(*) filter (where present = 0 and entered) as previous_entered
    from sites
    group by region_id
)

select
    rank() over (order by 1.0 * c.entered / c.projects desc, c.projects - c.entered) as place,
    r.region_name,
    c.projects,
    c.entered,
    c.projects - c.entered as missing,
    100.0 * c.entered / c.projects as share,
    100.0 * c.previous_entered / nullif(c.previous_projects, 0) as previous_share,
    case when c.previous_projects > 0 then c.previous_projects - c.previous_entered end as previous_missing,
    100.0 * c.entered / c.projects - 100.0 * c.previous_entered / nullif(c.previous_projects, 0) as change
from counted as c
join region as r on r.region_id = c.region_id
where c.projects > 0
order by place, r.region_id
