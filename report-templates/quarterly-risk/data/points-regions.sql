-- 下季度检查重点类别在各地区：上年同期、本季度的隐患和遗留
-- basis: R025, R026, R027, R028
with cases as (
    select
        r.region_id,
        r.region_name,
        h.category,
        count(*) filter (where h.found_on >= last_year_end()
            and h.found_on < last_year_end() + interval '3' month) as last_year_cases,
        count(*) filter (where h.found_on >= period_start() and h.found_on < period_end()) as cases,
        count(*) filter (where h.found_on < period_end()
            and (h.rectified_on is null or h.rectified_on >= period_end())) as open
    from hazard as h
    join project as p on p.project_id = h.project_id
    join region as r on r.region_id = p.region_id
    where exists (select 1 from next_key_point as k where k.category = h.category)
    group by r.region_id, r.region_name, h.category
)

select
    region_name,
    category,
    last_year_cases,
    cases,
    open,
    rank() over (partition by region_id order by open desc, last_year_cases desc) as place
from cases
order by region_id, place, category
