-- 检查重点隐患按期整改率: 属于本季度检查重点类别、期内到期的隐患中按期整改的比例
--
-- indicator: key_point_on_time
-- subject:   project
-- better:    higher
-- unit:      "%"
-- every:     quarter
-- basis:     R025, R026, R027, R028

with

evidence as (
    select
        h.project_id as subject,
        h.hazard_id,
        h.category,
        h.grade,
        h.due_on,
        h.rectified_on,
        h.origin
    from hazard as h
    where h.due_on >= period_start() and h.due_on < period_end()
        and exists (
            select 1 from key_point as k
            where k.quarter = extract(quarter from period_start()) and k.category = h.category
        )
)

select
    subject,
    count(*) filter (where rectified_on <= due_on) as numerator,
    count(*) as denominator
from evidence
group by subject
