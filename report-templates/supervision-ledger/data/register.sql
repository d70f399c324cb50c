-- 差别化监管名单
-- basis: R093, R106, R107, R108, R109, R111

with newest as (
    select
        *,
        row_number() over (partition by subject order by entered_on desc, cycle desc) as place
    from supervision_cycle
)

select
    project.project_name,
    region.region_name,
    enterprise.enterprise_name,
    newest.confirmed_on,
    newest.delivered_on,
    decision.step,
    decision.cycle,
    newest.extension,
    newest.first_day,
    newest.last_day,
    decision.because,
    decision.notice,
    decision.measures
from decision
join project on project.project_id = decision.subject
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
left join newest on newest.subject = decision.subject and newest.place = 1
where decision.ladder = 'differentiated-supervision'
order by decision.cycle desc, project.project_id
