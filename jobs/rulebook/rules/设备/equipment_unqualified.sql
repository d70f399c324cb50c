-- 设备检测不合格率: 本期检测不合格的台次比例
-- indicator: equipment_unqualified
-- subject:   project
-- better:    lower
-- every:     quarter
-- basis:     R014

with evidence as (
    select
        x.project_id as subject,
        x.test_id,
        x.equipment,
        x.qualified,
        x.rectified_on,
        x.origin
    from equipment_test as x
    where x.tested_on >= period_start() and x.tested_on < period_end()
)

select
    subject,
    count(*) filter (where not qualified) as numerator,
    count(*) as denominator
from evidence
group by subject
