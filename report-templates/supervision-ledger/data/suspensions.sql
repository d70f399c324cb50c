-- 提请暂扣安全生产许可证的项目
-- basis: R060, R061
select
    project.project_name,
    region.region_name,
    enterprise.enterprise_name,
    enterprise.licence_no,
    decision.step,
    decision.because
from decision
join project on project.project_id = decision.subject
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
where decision.ladder = 'licence-suspension' and decision.notice is not null
order by decision.step, project.project_id
