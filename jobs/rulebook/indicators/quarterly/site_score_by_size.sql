-- 所属工程检查评分: 期内监督检查评分，上级按工程合同价加权平均
--
-- indicator: site_score_by_size
-- subject:   project
-- better:    higher
-- unit:      分
-- basis:     R006, R010

with

evidence as (
    select
        project_id as subject,
        score,
        inspections,
        size,
        load_id,
        source_row
    from site_score
)

select
    subject,
    sum(cast(score as decimal(28, 10)) * size) as numerator,
    sum(size) as denominator
from evidence
group by subject
