-- 项目、企业及其许可证
select
    project.project_name,
    project.project_id,
    region.region_name,
    enterprise.enterprise_name,
    enterprise.enterprise_id,
    enterprise.licence_no,
    enterprise.licence_expires_on,
    decision.step,
    decision.because
from decision
join project on project.project_id = decision.subject
join enterprise on enterprise.enterprise_id = project.contractor_id
join region on region.region_id = project.region_id
where decision.ladder = 'licence-suspension' and decision.subject = recipient()
