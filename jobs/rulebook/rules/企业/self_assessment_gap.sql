-- 自评与检查评分差: 当月自评分与期内监督检查平均分之差的绝对值，两者都有的项目才计
-- indicator: self_assessment_gap
-- subject:   project
-- better:    lower
-- unit:      分
-- basis:     R003
-- any-of:    inspection inspection_item, inspection_total

with evidence as (
    select a.project_id as subject, a.score as own_score, i.score as inspected_score, i.inspections, a.origin
    from self_assessment as a
    join site_score as i on i.project_id = a.project_id
    where a.month >= period_start() and a.month < period_end()
)

select
    subject,
    sum(abs(own_score - inspected_score)) as numerator,
    count(*) as denominator
from evidence
group by subject
