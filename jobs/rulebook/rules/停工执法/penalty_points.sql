-- 记分: 期内对施工单位及其人员所记分值的合计
-- indicator: penalty_points
-- subject:   project
-- better:    lower
-- unit:      分
-- kind:      count
-- every:     [month, quarter]
-- basis:     R018

with evidence as (
    select project_id as subject, *
    from project_penalty
    where kind = '记分'
)

select
    subject,
    coalesce(sum(points), 0) as numerator
from evidence
group by subject
