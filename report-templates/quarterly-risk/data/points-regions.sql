-- 本季度检查重点在各地的落实：一地一项一行
-- basis: R025, R026, R027, R028
with problems as (
    select
        p.region_id,
        x.item_code,
        count(*) filter (where x.inspected_on >= period_start() and x.inspected_on < period_end()) as problems,
        count(*) filter (where x.due_on >= period_start() and x.due_on < period_end()) as due,
        count(*) filter (where x.due_on >= period_start() and x.due_on < period_end() and x.rectified_on <= x.due_on) as in_time
    from key_item_problem as x
    join project as p on p.project_id = x.project_id
    group by p.region_id, x.item_code
)

select
    r.region_name,
    k.line,
    k.point,
    count(*) as projects,
    count(*) filter (where k.times > 0) as done,
    count(*) filter (where k.times = 0) as missing,
    case when count(*) filter (where k.times > 0) > 0
        then 100.0 * count(*) filter (where k.times > 0) / count(*) end as share,
    case when k.kind = '检查' then coalesce(x.problems, 0) end as problems,
    100.0 * x.in_time / nullif(x.due, 0) as on_time
from key_item_project as k
join region as r on r.region_id = k.region_id
left join problems as x on x.region_id = k.region_id and x.item_code = k.item_code
group by r.region_id, r.region_name, k.line, k.point, k.kind, x.problems, x.due, x.in_time
order by r.region_id, k.line
