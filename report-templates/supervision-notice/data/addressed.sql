-- 本期应当告知列入或延期的项目
select
    decision.subject as id,
    project.project_name as name
from decision
join project on project.project_id = decision.subject
where decision.ladder = 'differentiated-supervision'
    and decision.notice in ('差别化监管告知单', '差别化监管延期告知单')
