-- 噪声诉求工单数: 期内受理的噪声扰民、夜间施工诉求
-- indicator: noise_complaints
-- subject:   project
-- better:    lower
-- unit:      件
-- kind:      count
-- every:     quarter
-- basis:     R023

with evidence as (
    select p.project_id as subject, x.complaint_id, x.received_on, x.topic, coalesce(x.origin, p.origin) as origin
    from project_in_period as p
    left join complaint as x
        on x.project_id = p.project_id and x.received_on >= period_start() and x.received_on < period_end()
        and x.topic in ('噪声扰民', '夜间施工')
    where p.active or x.project_id is not null
)

select
    subject,
    count(complaint_id) as numerator
from evidence
group by subject
