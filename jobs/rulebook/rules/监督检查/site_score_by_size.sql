-- 所属工程检查评分: 期内监督检查评分，上级按工程合同价加权平均
-- indicator: site_score_by_size
-- subject:   project
-- unit:      分
-- every:     quarter
-- basis:     R006, R010
-- any-of:    inspection inspection_item, inspection_total

with evidence as (
    select
        s.project_id as subject,
        s.inspection_id,
        s.inspected_on,
        s.total,
        coalesce(nullif(p.cost_wan, 0), 1) as size,
        s.origin
    from inspection_score as s
    join project as p on p.project_id = s.project_id
    where s.inspected_on >= period_start() and s.inspected_on < period_end()
),

averaged as (
    select
        subject,
        size,
        cast(cast(sum(total) as double) / cast(count(*) as double) as decimal(18, 10)) as score
    from evidence
    group by subject, size
)

select
    subject,
    cast(score as decimal(28, 10)) * size as numerator,
    size as denominator
from averaged
