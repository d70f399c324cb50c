-- 项目及倒查缘由
select
    project.project_name,
    enterprise.enterprise_name,
    project.supervisor,
    decision.because,
    decision.measures
from decision
join project on project.project_id = decision.subject
join enterprise on enterprise.enterprise_id = project.contractor_id
where decision.ladder = 'attendance-lookback' and decision.subject = recipient()
