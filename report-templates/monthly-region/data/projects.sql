-- 本地项目的考评结果
select
    row_number() over (order by case when standing.rank is null then 1 else 0 end, standing.score desc, standing.subject) as line,
    project.project_name,
    project.project_type,
    enterprise.enterprise_name,
    standing.rank as place,
    standing.previous_rank - standing.rank as movement,
    standing.score,
    standing.grade,
    standing.left_out
from standing
join project on project.project_id = standing.subject
join enterprise on enterprise.enterprise_id = project.contractor_id
where standing.scheme = 'project-monthly' and project.region_id = recipient()
order by case when standing.rank is null then 1 else 0 end, standing.score desc, standing.subject
