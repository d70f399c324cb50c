-- 限额以下工程联合检查次数: 本期属地会同应急、消防部门开展的专项检查
-- indicator: joint_inspections
-- subject:   region
-- unit:      次
-- kind:      count
-- every:     [month, year]
-- basis:     R072

with evidence as (
    select
        r.region_id as subject,
        x.activity_id,
        x.held_on,
        x.with_emergency,
        x.with_fire,
        coalesce(x.origin, r.origin) as origin
    from region as r
    left join county_activity as x on x.region_id = r.region_id and x.span = '本期' and x.kind = '联合检查'
)

select
    subject,
    count(activity_id) as numerator
from evidence
group by subject
