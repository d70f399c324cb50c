-- 12345工单数: 本期受理的涉及在施项目的工单
-- indicator: complaints_received
-- subject:   project
-- better:    lower
-- unit:      件
-- kind:      count
-- basis:     R024

with evidence as (
    select
        p.project_id as subject,
        x.complaint_id,
        coalesce(x.origin, p.origin) as origin
    from active_project as p
    left join complaint as x on x.project_id = p.project_id
        and x.received_on >= period_start() and x.received_on < period_end()
)

select
    subject,
    count(complaint_id) as numerator
from evidence
group by subject
