-- 在用设备检测率: 期末在施项目上在用的设备中期内检测过的比例
-- indicator: equipment_tested
-- subject:   project
-- every:     quarter
-- basis:     R014

with evidence as (
    select
        e.project_id as subject,
        e.equipment_id,
        e.equipment,
        exists (select 1 from equipment_report as x where x.device = e.equipment_id and x.in_period) as tested,
        e.origin
    from site_equipment as e
    join active_project as p on p.project_id = e.project_id
    where e.from_on < period_end() and coalesce(e.until_on >= period_end() - interval '1' day, true)
)

select
    subject,
    count(*) filter (where tested) as numerator,
    count(*) as denominator
from evidence
group by subject
