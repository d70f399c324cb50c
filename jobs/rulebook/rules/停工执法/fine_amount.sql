-- 罚款金额: 期内对施工单位罚款的合计金额
-- indicator: fine_amount
-- subject:   project
-- better:    lower
-- unit:      元
-- kind:      count
-- basis:     R018

with evidence as (
    select project_id as subject, *
    from project_penalty
    where kind = '罚款'
)

select
    subject,
    coalesce(sum(amount), 0) as numerator
from evidence
group by subject
