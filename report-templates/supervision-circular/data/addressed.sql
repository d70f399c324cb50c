-- 本期应当通报批评的项目
select
    decision.subject as id,
    project.project_name as name
from decision
join project on project.project_id = decision.subject
where decision.ladder = 'differentiated-supervision' and decision.notice = '差别化监管通报'
