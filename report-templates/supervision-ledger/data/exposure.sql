-- 报送信用曝光台公示的项目：满三个周期仍具备条件的
-- basis: R110
select
    project.project_name,
    region.region_name,
    enterprise.enterprise_name,
    enterprise.enterprise_id,
    project.supervisor,
    decision.cycle,
    decision.because
from decision
join project on project.project_id = decision.subject
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
where decision.ladder = 'differentiated-supervision' and decision.step = '全区通报'
order by decision.cycle desc, project.project_id
