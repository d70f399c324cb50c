-- 扬尘差别化监管落实情况：各级、各类工程的项目数和检查达到应查次数的
-- basis: R020
select
    case g.grade when 1 then '一级' when 2 then '二级' else '三级' end as grade,
    g.project_type,
    g.phase,
    cast(p.value as integer) as required,
    count(*) as projects,
    sum(o.numerator) as met,
    100 * sum(o.numerator) / nullif(sum(o.denominator), 0) as share
from dust_grade as g
join parameter as p on p.name = concat('dust_inspections_', g.grade)
left join observation as o
    on o.indicator = 'dust_supervised' and o.subject_kind = 'project' and o.subject = g.project_id
where not exists (select 1 from unused where name = 'dust_supervised')
group by g.grade, g.project_type, g.phase, p.value
order by g.grade, g.project_type, g.phase
