-- 不合格设备整改闭环率: 本期检测不合格的设备至期末已整改的比例
-- indicator: equipment_test_closure
-- subject:   project
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
    where x.tested_on >= period_start() and x.tested_on < period_end() and not x.qualified
)

select
    subject,
    count(*) filter (where rectified_on < period_end()) as numerator,
    count(*) as denominator
from evidence
group by subject
