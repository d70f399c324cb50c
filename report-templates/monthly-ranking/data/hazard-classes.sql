-- 隐患分类台账：类别、等级各一行，应销号的与销号率的口径一致
-- basis: R036
with ledger as (
    select
        h.category,
        h.grade,
        h.found_on >= period_start() and h.found_on < period_end() as found,
        coalesce(h.due_on >= period_start() and h.due_on < period_end(), false) as due,
        coalesce(h.rectified_on <= h.due_on, false) as in_time,
        coalesce(h.due_on < period_end(), false) and (h.closed_on is null or h.closed_on >= period_start()) as to_close,
        coalesce(h.closed_on < period_end(), false) as closed,
        o.state
    from hazard as h
    join project_in_period as p on p.project_id = h.project_id
    left join overdue_hazard as o on o.hazard_id = h.hazard_id
    where not p.finished_before
)

select
    category,
    grade,
    count(*) filter (where found) as found,
    count(*) filter (where due) as due,
    count(*) filter (where due and in_time) as in_time,
    100.0 * count(*) filter (where due and in_time) / nullif(count(*) filter (where due), 0) as on_time,
    count(*) filter (where to_close) as to_close,
    count(*) filter (where to_close and closed) as closed,
    100.0 * count(*) filter (where to_close and closed) / nullif(count(*) filter (where to_close), 0) as closure,
    count(*) filter (where state = '未整改') as not_rectified,
    count(*) filter (where state = '待销号') as not_verified
from ledger
where found or due or to_close
group by category, grade
order by category, case grade when '重大' then 1 else 2 end
