-- 征求意见期间的申诉及其改动：每件一行
with place as (
    select cast(region_id as varchar) as subject, region_name as name from region
    union all
    select project_id, project_name from project_in_period
    union all
    select street_id, street_name from street
)

select
    o.objection,
    coalesce(p.name, o.subject) as name,
    coalesce(r.title, case when o.figure = 'score' then '得分' else o.figure end) as title,
    o.text,
    o.upheld,
    o.answer,
    o.before,
    o.after,
    coalesce(r.unit, '分') as unit
from objection as o
left join place as p on p.subject = o.subject
left join rule as r on r.name = o.figure
where o.earlier and o.upheld is not null
order by o.objection
