-- 重大隐患及其所在项目
select
    major_hazard.hazard_id,
    major_hazard.category,
    major_hazard.description,
    major_hazard.found_on,
    major_hazard.due_on,
    major_hazard.rectified_on,
    project.project_name,
    enterprise.enterprise_name,
    project.supervisor,
    region.region_name,
    decision.step,
    decision.measures,
    decision.notice
from decision
join major_hazard on major_hazard.hazard_id = decision.subject
join project on project.project_id = major_hazard.project_id
join enterprise on enterprise.enterprise_id = project.contractor_id
join region on region.region_id = project.region_id
where decision.ladder = 'listed-hazard-supervision' and decision.subject = recipient()
