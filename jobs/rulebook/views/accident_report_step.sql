-- 事故逐级上报的各环节：从事故出发，每起事故应报的每个环节一行，报告台账没有的也在内
--
-- 应报时间（due_at）：企业报县级从企业负责人接报（没有记录的按事故发生）起算，时限见参数 accident_enterprise_minutes；
-- 县级报市级、市级报省级从本级接报起算（没有记录的按上一级上报，上一级也没有报的按上一级的应报时间），
-- 时限见参数 accident_level_minutes；市级报省级只到参数 accident_province_grade 所定等级以上的事故；
-- 上报全国平台从事故发生起算，时限见参数 accident_platform_hours，参数 accident_platform_from_known 为 1 时从县级接报起算。
-- state：按时、迟报、未报（疑似漏报），未到期的为空；期末以后才报的，期末算没有报。

with reports as (
    select
        accident_id,
        max(known_at) filter (where step = '企业报县级') as enterprise_known,
        max(reported_at) filter (where step = '企业报县级' and reported_at < period_end()) as enterprise_reported,
        max(known_at) filter (where step = '县级报市级') as county_known,
        max(reported_at) filter (where step = '县级报市级' and reported_at < period_end()) as county_reported,
        max(known_at) filter (where step = '市级报省级') as city_known
    from accident_report
    group by accident_id
),

enterprise_step as (
    select
        a.accident_id,
        a.occurred_at,
        a.origin,
        p.region_id,
        p.project_id,
        r.enterprise_reported,
        r.county_known,
        r.county_reported,
        r.city_known,
        g.order_no as grade,
        coalesce(r.enterprise_known, a.occurred_at) as enterprise_known,
        coalesce(r.enterprise_known, a.occurred_at) + cast(m.value as integer) * interval '1' minute as enterprise_due
    from accident as a
    join project as p on p.project_id = a.project_id
    join parameter as m on m.name = 'accident_enterprise_minutes'
    left join accident_graded as g on g.accident_id = a.accident_id
    left join reports as r on r.accident_id = a.accident_id
    where a.occurred_at < period_end()
),

county_step as (
    select
        e.*,
        coalesce(e.county_known, e.enterprise_reported, e.enterprise_due) as county_learnt,
        coalesce(e.county_known, e.enterprise_reported, e.enterprise_due) + cast(m.value as integer) * interval '1' minute
            as county_due,
        cast(m.value as integer) * interval '1' minute as allowed
    from enterprise_step as e
    join parameter as m on m.name = 'accident_level_minutes'
),

steps as (
    select accident_id, project_id, region_id, occurred_at, origin, 1 as step_no, '企业报县级' as step,
        enterprise_known as known_at, enterprise_due as due_at
    from county_step
    union all
    select accident_id, project_id, region_id, occurred_at, origin, 2, '县级报市级', county_learnt, county_due
    from county_step
    union all
    select c.accident_id, c.project_id, c.region_id, c.occurred_at, c.origin, 3, '市级报省级',
        coalesce(c.city_known, c.county_reported, c.county_due),
        coalesce(c.city_known, c.county_reported, c.county_due) + c.allowed
    from county_step as c
    join parameter as q on q.name = 'accident_province_grade' and c.grade >= q.value
    union all
    select c.accident_id, c.project_id, c.region_id, c.occurred_at, c.origin, 4, '上报全国平台',
        case when s.value = 1 then c.county_learnt else c.occurred_at end,
        case when s.value = 1 then c.county_learnt else c.occurred_at end + cast(h.value as integer) * interval '1' hour
    from county_step as c
    join parameter as h on h.name = 'accident_platform_hours'
    join parameter as s on s.name = 'accident_platform_from_known'
)

select
    s.accident_id,
    s.project_id,
    s.region_id,
    s.occurred_at,
    s.step_no,
    s.step,
    s.known_at,
    s.due_at,
    r.reported_at,
    date_diff('minute', s.due_at, r.reported_at) as minutes_late,
    case
        when r.reported_at <= s.due_at then '按时'
        when r.reported_at is not null then '迟报'
        when s.due_at < period_end() then '未报（疑似漏报）'
    end as state,
    coalesce(r.origin, s.origin) as origin
from steps as s
left join accident_report as r
    on r.accident_id = s.accident_id and r.step = s.step and r.reported_at < period_end()
