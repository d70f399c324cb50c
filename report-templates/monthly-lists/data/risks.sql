-- 风险清单：重大风险等级的在施项目，和有未销号重大隐患的在施项目
-- basis: R086
with open_hazards as (
    select
        project_id,
        count(*) as open,
        count(*) filter (where grade = '重大') as open_major,
        string_agg(distinct category, '、' order by category) filter (where grade = '重大') as categories
    from hazard
    where found_on < period_end() and (closed_on is null or closed_on >= period_end())
    group by project_id
),

visits as (
    select project_id, count(*) as inspections
    from inspection
    where inspected_on >= period_start() and inspected_on < period_end()
    group by project_id
)

select
    row_number() over (order by r.region_id, case k.grade when '重大' then 1 else 2 end, p.project_id) as line,
    r.region_name,
    p.project_name,
    e.enterprise_name,
    k.grade as risk_grade,
    substring(concat(
        case when p.has_pit then '、深基坑' else '' end,
        case when p.has_crane then '、塔式起重机' else '' end,
        case when h.open_major > 0 then concat('、重大隐患未销号（', h.categories, '）') else '' end
    ), 2, 200) as reasons,
    coalesce(h.open_major, 0) as open_major,
    coalesce(h.open, 0) as open,
    s.score,
    coalesce(v.inspections, 0) as inspections
from active_project as p
join region as r on r.region_id = p.region_id
join enterprise as e on e.enterprise_id = p.contractor_id
left join project_risk as k on k.project_id = p.project_id
left join open_hazards as h on h.project_id = p.project_id
left join visits as v on v.project_id = p.project_id
left join standing as s on s.scheme = 'project-monthly' and s.subject = p.project_id
where k.grade = '重大' or h.open_major > 0
order by line
