-- 约谈次数: 期内对施工单位约谈的次数
-- indicator: interviews
-- subject:   project
-- better:    neither
-- unit:      次
-- kind:      count
-- basis:     R018

with evidence as (
    select project_id as subject, *
    from project_penalty
    where kind = '约谈'
)

select
    subject,
    count(penalty_id) as numerator
from evidence
group by subject
