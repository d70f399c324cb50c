-- 下季度各项检查重点：本地上年同期（下季度所在的三个月）对应类别的隐患，和本季度末的遗留
-- basis: R025, R026, R027, R028
with hazards as (
    select
        h.category,
        count(*) filter (where h.found_on >= last_year_end()
            and h.found_on < last_year_end() + interval '3' month) as last_year_cases,
        count(*) filter (where h.found_on >= last_year_end()
            and h.found_on < last_year_end() + interval '3' month and h.grade = '重大') as last_year_major,
        count(*) filter (where h.found_on >= last_year_end()
            and h.found_on < last_year_end() + interval '3' month
            and (h.rectified_on is null or h.rectified_on > h.due_on)) as last_year_late,
        count(*) filter (where h.found_on < period_end()
            and (h.rectified_on is null or h.rectified_on >= period_end())) as open
    from hazard as h
    join project as p on p.project_id = h.project_id
    where p.region_id = recipient()
    group by h.category
)

select
    k.line,
    k.kind,
    k.point,
    k.category,
    case when k.category is not null then coalesce(h.last_year_cases, 0) end as last_year_cases,
    case when k.category is not null then coalesce(h.last_year_major, 0) end as last_year_major,
    case when k.category is not null then coalesce(h.last_year_late, 0) end as last_year_late,
    case when k.category is not null then coalesce(h.open, 0) end as open
from next_key_point as k
left join hazards as h on h.category = k.category
order by k.line
