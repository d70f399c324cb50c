-- 项目计分表的行：全部项目，按类别和名次
select
    standing.subject,
    project.project_name
from standing
join project on project.project_id = standing.subject
where standing.scheme = 'project-monthly'
order by standing.scope, case when standing.rank is null then 1 else 0 end, standing.rank, standing.subject
