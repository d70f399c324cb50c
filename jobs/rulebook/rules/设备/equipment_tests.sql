-- 第三方检测设备: 期内检测过的在施项目的起重机械、电动吊篮等设备台数，同一台检测几次算一台
-- indicator: equipment_tests
-- subject:   project
-- unit:      台
-- kind:      count
-- every:     quarter
-- basis:     R014

with evidence as (
    select p.project_id as subject, x.device, x.test_id, x.equipment, coalesce(x.origin, p.origin) as origin
    from active_project as p
    left join equipment_report as x on x.project_id = p.project_id and x.in_period
)

select
    subject,
    count(distinct device) as numerator
from evidence
group by subject
