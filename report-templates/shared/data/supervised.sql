-- 被告知的项目及评定结果
select
    project.project_name,
    project.permit_no,
    enterprise.enterprise_name,
    project.supervisor,
    region.region_name,
    street.street_name,
    decision.step,
    decision.cycle,
    decision.because,
    decision.measures,
    decision.notice
from decision
join project on project.project_id = decision.subject
join enterprise on enterprise.enterprise_id = project.contractor_id
join street on street.street_id = project.street_id
join region on region.region_id = project.region_id
where decision.ladder = 'differentiated-supervision' and decision.subject = recipient()
