-- 企业期末前十二个月的记录：记分、约谈、事故与死亡人数，以及期末逾期未整改的重大隐患

with rolling as (
    select
        p.contractor_id as enterprise_id,
        coalesce(e.points, 0) as points,
        case when e.kind = '约谈' then 1 else 0 end as interviews,
        0 as accidents,
        0 as deaths,
        0 as deaths_in_period,
        0 as overdue_major_hazards,
        e.origin
    from penalty as e
    join project as p on p.project_id = e.project_id
    where e.decided_on >= period_end() - interval '12' month and e.decided_on < period_end()
    union all
    select
        p.contractor_id,
        0,
        0,
        1,
        a.deaths,
        case when a.occurred_at >= period_start() then a.deaths else 0 end,
        0,
        a.origin
    from accident as a
    join project as p on p.project_id = a.project_id
    where a.occurred_at >= period_end() - interval '12' month and a.occurred_at < period_end()
    union all
    select h.contractor_id, 0, 0, 0, 0, 0, 1, h.origin
    from overdue_hazard as h
    where h.grade = '重大' and h.state = '未整改'
)

select
    enterprise_id,
    sum(points) as points,
    sum(interviews) as interviews,
    sum(accidents) as accidents,
    sum(deaths) as deaths,
    sum(deaths_in_period) as deaths_in_period,
    sum(overdue_major_hazards) as overdue_major_hazards,
    max(origin) as origin
from rolling
group by enterprise_id
