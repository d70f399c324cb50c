-- 限额以下工程联合检查次数: 本期县级组织的专项联合检查
--
-- indicator: joint_inspections
-- subject:   region
-- unit:      次
-- kind:      count
-- every:     [month, year]
-- basis:     R072

with

evidence as (
    select
        r.region_id as subject,
        x.activity_id,
        x.held_on,
        coalesce(x.origin, r.origin) as origin
    from region as r
    left join activity as x on x.region_id = r.region_id and x.level = '县级' and x.kind = '联合检查'
        and x.held_on >= period_start() and x.held_on < period_end()
)

select
    subject,
    count(activity_id) as numerator
from evidence
group by subject
