-- 设备检测不合格率: 期内检测过的设备中有检测不合格的比例，同一台检测几次算一台
-- indicator: equipment_unqualified
-- subject:   project
-- better:    lower
-- every:     quarter
-- basis:     R014

with evidence as (
    select project_id as subject, device, test_id, equipment, tested_on, qualified, origin
    from equipment_report
    where in_period
)

select
    subject,
    count(distinct case when not qualified then device end) as numerator,
    count(distinct device) as denominator
from evidence
group by subject
