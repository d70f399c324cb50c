-- 监督人员人均检查次数: 名册上的监督人员本期参加检查的人次除以名册人数，没有参加检查的人也在内
-- indicator: inspector_visits
-- subject:   region
-- unit:      次
-- roll-up:   none
-- basis:     R084

with evidence as (
    select
        region_id as subject,
        inspector,
        inspections,
        origin
    from inspector_record
    where region_id is not null
)

select
    subject,
    sum(inspections) as numerator,
    count(*) as denominator
from evidence
group by subject
