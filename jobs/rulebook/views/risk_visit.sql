-- 在施项目按风险等级应完成与已完成的监督抽查：到期末为止的一个频次周期内，复查不算；开工不满一个周期的不列

with plans as (
    select
        p.project_id,
        p.project_name,
        p.started_on,
        coalesce(r.grade, '一般') as grade,
        v.visits as planned,
        v.months,
        cast(period_end() - v.months * interval '1' month as date) as plan_from,
        p.origin
    from active_project as p
    left join project_risk as r on r.project_id = p.project_id
    join visit_plan as v on v.grade = coalesce(r.grade, '一般')
)

select
    p.project_id,
    p.project_name,
    p.grade,
    p.planned,
    p.months,
    p.plan_from,
    count(i.inspection_id) as done,
    max(i.inspected_on) as last_visit,
    p.origin
from plans as p
left join inspection as i
    on i.project_id = p.project_id and i.kind <> '复查'
    and i.inspected_on >= p.plan_from and i.inspected_on < period_end()
where p.started_on is null or p.started_on <= p.plan_from
group by
    p.project_id, p.project_name, p.grade, p.planned, p.months, p.plan_from, p.origin
