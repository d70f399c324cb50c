-- 罚款件数: 期内对施工单位作出的罚款处理件数
-- indicator: fines
-- subject:   project
-- better:    lower
-- unit:      件
-- kind:      count
-- basis:     R018

with evidence as (
    select project_id as subject, *
    from project_penalty
    where kind = '罚款'
)

select
    subject,
    count(penalty_id) as numerator
from evidence
group by subject
