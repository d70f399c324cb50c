-- 扬尘分类分级监管结果：在施项目，重点监管的在前
--
-- basis: R020
select
    case dust_grade.grade when 1 then '一级' when 2 then '二级' else '三级' end as grade,
    case dust_grade.grade when 1 then '重点监管' when 2 then '日常监管' else '减少检查' end as measure,
    region.region_name,
    project.project_name,
    project.project_type,
    dust_grade.phase,
    enterprise.enterprise_name,
    dust_grade.hours,
    dust_grade.problems,
    dust_grade.points,
    dust_grade.risk,
    dust_grade.credit,
    case when dust_grade.hours is null then '无在线监测' end as missing,
    case when o.numerator = 1 then '达到' when f.detail is not null then '未达到' when o.numerator is null then '' end as supervised,
    f.detail
from dust_grade
join project on project.project_id = dust_grade.project_id
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
left join observation as o
    on o.indicator = 'dust_supervised' and o.subject_kind = 'project' and o.subject = dust_grade.project_id
left join finding as f
    on f.rule = 'dust_inspections_short' and f.subject = dust_grade.project_id and f.state <> 'cleared'
where not exists (select 1 from unused where name = 'dust_supervised')
order by dust_grade.grade, region.region_id, project.project_id
