-- 扬尘分类分级监管结果：在施项目，重点监管的在前
--
-- basis: R020
select
    case dust_grade.grade when 1 then '一级' when 2 then '二级' else '三级' end as grade,
    case dust_grade.grade when 1 then '重点监管' when 2 then '日常监管' else '减少检查' end as measure,
    region.region_name,
    project.project_name,
    enterprise.enterprise_name,
    dust_grade.hours,
    dust_grade.problems,
    dust_grade.points,
    dust_grade.risk,
    dust_grade.credit
from dust_grade
join project on project.project_id = dust_grade.project_id
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
order by dust_grade.grade, region.region_id, project.project_id
