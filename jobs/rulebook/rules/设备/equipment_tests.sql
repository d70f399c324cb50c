-- 第三方设备检测台次: 本期检测的起重机械、电动吊篮等设备台次
-- indicator: equipment_tests
-- subject:   project
-- unit:      台次
-- kind:      count
-- every:     quarter
-- basis:     R014

with evidence as (
    select
        p.project_id as subject,
        x.test_id,
        coalesce(x.origin, p.origin) as origin
    from active_project as p
    left join equipment_test as x on x.project_id = p.project_id
        and x.tested_on >= period_start() and x.tested_on < period_end()
)

select
    subject,
    count(test_id) as numerator
from evidence
group by subject
