-- 企业测评与检查评分差: 企业测评得分与期内监督检查平均分之差的绝对值，两者都有的项目才计
-- indicator: enterprise_assessment_gap
-- subject:   project
-- better:    lower
-- unit:      分
-- every:     quarter
-- basis:     R002
-- any-of:    inspection inspection_item, inspection_total

with evidence as (
    select a.project_id as subject, a.score as assessed_score, s.score as inspected_score, s.inspections, a.origin
    from enterprise_assessment_latest as a
    join site_score as s on s.project_id = a.project_id
)

select
    subject,
    sum(abs(assessed_score - inspected_score)) as numerator,
    count(*) as denominator
from evidence
group by subject
