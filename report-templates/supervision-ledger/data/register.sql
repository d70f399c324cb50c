-- 差别化监管评定结果
-- basis: R093, R106, R107, R108, R109
select
    project.project_name,
    region.region_name,
    enterprise.enterprise_name,
    decision.step,
    decision.cycle,
    decision.cycle - 1 as extended,
    decision.because,
    decision.notice,
    decision.measures
from decision
join project on project.project_id = decision.subject
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
where decision.ladder = 'differentiated-supervision'
order by decision.cycle desc, project.project_id
