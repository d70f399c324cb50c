-- 下季度各项检查重点：上年同期（下季度所在的三个月）对应类别的隐患，和本季度末的遗留
-- basis: R025, R026, R027, R028
with hazards as (
    select
        category,
        count(*) filter (where found_on >= last_year_end()
            and found_on < last_year_end() + interval '3' month) as last_year_cases,
        count(*) filter (where found_on >= last_year_end()
            and found_on < last_year_end() + interval '3' month and grade = '重大') as last_year_major,
        count(*) filter (where found_on >= last_year_end()
            and found_on < last_year_end() + interval '3' month
            and (rectified_on is null or rectified_on > due_on)) as last_year_late,
        count(*) filter (where found_on < period_end()
            and (rectified_on is null or rectified_on >= period_end())) as open
    from hazard
    group by category
),

open_by_region as (
    select
        h.category,
        r.region_name,
        count(*) as open,
        row_number() over (partition by h.category order by count(*) desc, r.region_id) as place
    from hazard as h
    join project as p on p.project_id = h.project_id
    join region as r on r.region_id = p.region_id
    where h.found_on < period_end() and (h.rectified_on is null or h.rectified_on >= period_end())
    group by h.category, r.region_id, r.region_name
),

most as (
    select category, string_agg(concat(region_name, open, '处'), '、' order by place) as open_regions
    from open_by_region
    where place <= 3
    group by category
)

select
    k.line,
    k.kind,
    k.point,
    k.category,
    case when k.category is not null then coalesce(h.last_year_cases, 0) end as last_year_cases,
    case when k.category is not null then coalesce(h.last_year_major, 0) end as last_year_major,
    case when k.category is not null then coalesce(h.last_year_late, 0) end as last_year_late,
    case when k.category is not null then coalesce(h.open, 0) end as open,
    m.open_regions
from next_key_point as k
left join hazards as h on h.category = k.category
left join most as m on m.category = k.category
order by k.line
