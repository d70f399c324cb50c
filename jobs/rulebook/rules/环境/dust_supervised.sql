-- 扬尘分级检查达标率: 在施项目中扬尘检查达到所属等级应查次数的比例，次数见参数表；只计检查事项写明扬尘治理（YC01）或者大气污染防治（JC10）的检查，复查不算
-- duty:    dust_supervised
-- case:    dust_inspections_short 扬尘检查未达到应查次数
-- base:    once in the period
-- subject: project
-- basis:   R020

with visit as (
    select distinct i.inspection_id, i.project_id, i.origin
    from item_check as c
    join inspection as i on i.inspection_id = c.inspection_id
    where c.item_code in ('JC10', 'YC01')
        and i.kind <> '复查' and i.inspected_on >= period_start() and i.inspected_on < period_end()
),

made as (
    select
        g.project_id,
        g.grade,
        p.value as required,
        count(v.inspection_id) over (partition by g.project_id) as visits,
        coalesce(v.origin, g.origin) as origin
    from dust_grade as g
    join parameter as p on p.name = concat('dust_inspections_', g.grade)
    left join visit as v on v.project_id = g.project_id
)

select
    project_id as subject,
    '扬尘检查' as case_key,
    visits >= required as met,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat('扬尘', grade, '级，应查', cast(required as integer), '次，已查', visits, '次') as detail,
    origin
from made
