-- 被告知的项目、最近一次评定和评定结果

with judged as (
    select
        *,
        row_number() over (order by entered_on desc, cycle desc) as place
    from supervision_cycle
    where subject = recipient() and (failed or released)
)

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
    decision.notice,
    judged.cycle as judged_cycle,
    judged.first_day,
    judged.last_day,
    judged.confirmed_on,
    judged.delivered_on,
    judged.evaluated_on,
    judged.evaluator
from decision
join project on project.project_id = decision.subject
join enterprise on enterprise.enterprise_id = project.contractor_id
join street on street.street_id = project.street_id
join region on region.region_id = project.region_id
left join judged on judged.place = 1
where decision.ladder = 'differentiated-supervision' and decision.subject = recipient()
