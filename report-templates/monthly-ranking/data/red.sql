-- 红榜：得分最高的十个项目，在前一半里
select
    row_number() over (order by standing.score desc, standing.subject) as line,
    project.project_name,
    project.project_type,
    region.region_name,
    enterprise.enterprise_name,
    standing.score,
    standing.grade
from standing
join project on project.project_id = standing.subject
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
where standing.scheme = 'project-monthly' and standing.rank is not null
    and 2 * standing.rank <= (select count(*) + 1 from standing as s where s.scheme = 'project-monthly' and s.rank is not null)
order by standing.score desc, standing.subject
limit 10
