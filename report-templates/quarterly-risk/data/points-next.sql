-- 下季度各项检查重点：上年同期（下季度所在的三个月）的检查和问题，和本季度末未整改的问题；那时还没有检查事项记录的，是没有数据，不是零
-- basis: R025, R026, R027, R028
with last_year as (
    select c.item_code, count(distinct i.project_id) as checked
    from item_check as c
    join inspection as i on i.inspection_id = c.inspection_id
    where i.inspected_on >= period_start() - interval '9' month and i.inspected_on < period_start() - interval '6' month
    group by c.item_code
),

problems as (
    select
        item_code,
        count(*) filter (where inspected_on >= period_start() - interval '9' month
            and inspected_on < period_start() - interval '6' month) as problems,
        count(*) filter (where inspected_on >= period_start() - interval '9' month
            and inspected_on < period_start() - interval '6' month
            and (rectified_on is null or rectified_on > due_on)) as late,
        count(*) filter (where inspected_on < period_end()
            and (rectified_on is null or rectified_on >= period_end())) as open
    from key_item_problem
    group by item_code
),

open_by_region as (
    select
        x.item_code,
        r.region_name,
        count(*) as open,
        row_number() over (partition by x.item_code order by count(*) desc, r.region_id) as place
    from key_item_problem as x
    join project as p on p.project_id = x.project_id
    join region as r on r.region_id = p.region_id
    where x.inspected_on < period_end() and (x.rectified_on is null or x.rectified_on >= period_end())
    group by x.item_code, r.region_id, r.region_name
),

most as (
    select item_code, string_agg(concat(region_name, open, '处'), '、' order by place) as open_regions
    from open_by_region
    where place <= 3
    group by item_code
),

kept as (
    select max(since) as since from ledger_since where dataset = 'item_check'
)

select
    k.line,
    k.kind,
    k.point,
    k.scope,
    case when k.kind = '检查' and kept.since <= period_start() - interval '9' month then coalesce(y.checked, 0) end as last_year_checked,
    case when k.kind = '检查' and kept.since <= period_start() - interval '9' month then coalesce(x.problems, 0) end as last_year_problems,
    case when k.kind = '检查' and kept.since <= period_start() - interval '9' month then coalesce(x.late, 0) end as last_year_late,
    case when k.kind = '检查' and kept.since < period_end() then coalesce(x.open, 0) end as open,
    m.open_regions
from key_point as k
cross join kept
left join last_year as y on y.item_code = k.item_code
left join problems as x on x.item_code = k.item_code
left join most as m on m.item_code = k.item_code
where k.quarter = extract(quarter from period_start() + interval '3' month)
order by k.line
