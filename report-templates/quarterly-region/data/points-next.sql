-- 下季度各项检查重点：本地上年同期（下季度所在的三个月）的问题，和本季度末未整改的问题；那时还没有检查事项记录的，是没有数据，不是零
-- basis: R025, R026, R027, R028
with problems as (
    select
        x.item_code,
        count(*) filter (where x.inspected_on >= period_start() - interval '9' month
            and x.inspected_on < period_start() - interval '6' month) as problems,
        count(*) filter (where x.inspected_on >= period_start() - interval '9' month
            and x.inspected_on < period_start() - interval '6' month
            and (x.rectified_on is null or x.rectified_on > x.due_on)) as late,
        count(*) filter (where x.inspected_on < period_end()
            and (x.rectified_on is null or x.rectified_on >= period_end())) as open
    from key_item_problem as x
    join project as p on p.project_id = x.project_id
    where p.region_id = recipient()
    group by x.item_code
),

kept as (
    select max(since) as since from ledger_since where dataset = 'item_check'
)

select
    k.line,
    k.kind,
    k.point,
    k.scope,
    case when k.kind = '检查' and kept.since <= period_start() - interval '9' month then coalesce(x.problems, 0) end as last_year_problems,
    case when k.kind = '检查' and kept.since <= period_start() - interval '9' month then coalesce(x.late, 0) end as last_year_late,
    case when k.kind = '检查' and kept.since < period_end() then coalesce(x.open, 0) end as open
from key_point as k
cross join kept
left join problems as x on x.item_code = k.item_code
where k.quarter = extract(quarter from period_start() + interval '3' month)
order by k.line
