-- 本季度各项检查重点：对应类别的隐患、整改和检查得分率
-- basis: R025, R026, R027, R028
with hazards as (
    select
        category,
        count(*) filter (where found_on >= period_start() and found_on < period_end()) as cases,
        count(*) filter (where found_on >= period_start() and found_on < period_end() and grade = '重大') as major,
        count(*) filter (where found_on >= last_year_start() and found_on < last_year_end()) as last_year_cases,
        count(*) filter (where due_on >= period_start() and due_on < period_end()) as due,
        count(*) filter (where due_on >= period_start() and due_on < period_end() and rectified_on <= due_on) as in_time
    from hazard
    group by category
),

marks as (
    select section, avg(score) as mark
    from jgj59_section_score
    where inspected_on >= period_start() and inspected_on < period_end()
    group by section
)

select
    k.line,
    k.kind,
    k.point,
    k.category,
    case when k.category is not null then coalesce(h.cases, 0) end as cases,
    case when k.category is not null then coalesce(h.major, 0) end as major,
    case when k.category is not null then coalesce(h.last_year_cases, 0) end as last_year_cases,
    h.due,
    100.0 * h.in_time / nullif(h.due, 0) as on_time,
    m.mark
from key_point as k
left join hazards as h on h.category = k.category
left join marks as m on m.section = k.section
where k.quarter = extract(quarter from period_start())
order by k.line
