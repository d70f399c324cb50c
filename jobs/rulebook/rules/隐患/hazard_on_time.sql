-- 隐患按期整改率: 整改期限在期内的隐患中按期完成整改的比例，期限当日完成算按期
-- indicator: hazard_on_time
-- subject:   project
-- better:    higher
-- unit:      "%"
-- every:     [month, quarter, year]
-- basis:     R036, R083

with evidence as (
    select
        project_id as subject,
        hazard_id,
        grade,
        due_on,
        rectified_on,
        origin
    from hazard
    where due_on >= period_start() and due_on < period_end()
)

select
    subject,
    count(*) filter (where rectified_on <= due_on) as numerator,
    count(*) as denominator
from evidence
group by subject
