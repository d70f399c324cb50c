-- 本地各类隐患：本季度、上年同期、整改和遗留，与全域的按期整改率；上年同期还没有台账的，是没有数据，不是零
-- basis: R039, R040
with city as (
    select
        category,
        100.0 * count(*) filter (where due_on >= period_start() and due_on < period_end() and rectified_on <= due_on)
            / nullif(count(*) filter (where due_on >= period_start() and due_on < period_end()), 0) as on_time
    from hazard
    where found_on < period_end()
    group by category
),

own as (
    select
        h.category,
        count(*) filter (where h.found_on >= period_start()) as cases,
        count(*) filter (where h.found_on >= period_start() and h.grade = '重大') as major,
        case when exists (select 1 from ledger_since where dataset = 'hazard' and since <= last_year_start())
            then count(*) filter (where h.found_on >= last_year_start() and h.found_on < last_year_end())
        end as last_year_cases,
        100.0 * count(*) filter (where h.due_on >= period_start() and h.due_on < period_end()
            and h.rectified_on <= h.due_on)
            / nullif(count(*) filter (where h.due_on >= period_start() and h.due_on < period_end()), 0) as on_time,
        count(*) filter (where h.rectified_on is null or h.rectified_on >= period_end()) as open
    from hazard as h
    join project as p on p.project_id = h.project_id
    where p.region_id = recipient() and h.found_on < period_end()
    group by h.category
)

select
    own.category,
    own.cases,
    own.major,
    own.last_year_cases,
    own.on_time,
    city.on_time as city_on_time,
    own.open
from own
join city on city.category = own.category
where own.cases + coalesce(own.last_year_cases, 0) + own.open > 0
order by own.cases desc, own.category
