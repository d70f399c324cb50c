-- 本期应当提请的项目
select
    decision.subject as id,
    project.project_name as name
from decision
join project on project.project_id = decision.subject
where decision.ladder = 'licence-suspension' and decision.notice is not null
