-- 本期应当倒查考勤的项目
select
    decision.subject as id,
    project.project_name as name
from decision
join project on project.project_id = decision.subject
where decision.ladder = 'attendance-lookback' and decision.notice is not null
