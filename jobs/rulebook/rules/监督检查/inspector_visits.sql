-- 监督人员人均检查次数: 本期监督检查次数除以参与检查的监督人员数
--
-- indicator: inspector_visits
-- subject:   region
-- unit:      次
-- roll-up:   none
-- basis:     R084

with

evidence as (
    select
        p.region_id as subject,
        i.inspection_id,
        i.inspector,
        i.origin
    from inspection as i
    join project as p on p.project_id = i.project_id
    where i.inspected_on >= period_start() and i.inspected_on < period_end() and i.inspector is not null
)

select
    subject,
    count(*) as numerator,
    count(distinct inspector) as denominator
from evidence
group by subject
