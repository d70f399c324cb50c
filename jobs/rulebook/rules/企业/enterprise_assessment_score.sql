-- 企业测评得分: 企业对所属在施工程最近一次测评的得分，上级按工程合同价加权平均
-- indicator: enterprise_assessment_score
-- subject:   project
-- unit:      分
-- every:     quarter
-- basis:     R002

with evidence as (
    select project_id as subject, assessed_on, assessor, score, size, origin
    from enterprise_assessment_latest
)

select
    subject,
    sum(cast(score as decimal(28, 10)) * size) as numerator,
    sum(size) as denominator
from evidence
group by subject
