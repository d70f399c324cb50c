-- 本期应当告知列入或延期的项目；决定以后文书送达台账已有该文书的，不再制发
with decided as (
    select subject, max(decided_on) as decided_on
    from supervision_cycle
    where failed or released
    group by subject
)

select
    decision.subject as id,
    project.project_name as name
from decision
join project on project.project_id = decision.subject
left join decided on decided.subject = decision.subject
left join supervision_notice as told
    on told.project_id = decision.subject
    and told.kind = decision.notice
    and told.delivered_on >= decided.decided_on
where decision.ladder = 'differentiated-supervision'
    and decision.notice in ('差别化监管告知单', '差别化监管延期告知单')
    and told.notice_no is null
