-- 不合格设备整改闭环率: 期内检测不合格的和期初尚未销号的设备中，至期末复检合格或者复查销号的比例，只写整改日期的不算
-- indicator: equipment_test_closure
-- subject:   project
-- every:     quarter
-- basis:     R014

with evidence as (
    select project_id as subject, device, test_id, equipment, tested_on, rectified_on, verified_on, closed_on, origin
    from equipment_report
    where not qualified and (in_period or coalesce(closed_on >= period_start(), true))
)

select
    subject,
    count(distinct device) - count(distinct case when coalesce(closed_on >= period_end(), true) then device end) as numerator,
    count(distinct device) as denominator
from evidence
group by subject
