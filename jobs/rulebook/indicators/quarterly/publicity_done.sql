-- 季度集中宣贯完成率: 本季度开展集中宣贯的<bureau.region-short>比例
--
-- indicator: publicity_done
-- subject:   region
-- better:    higher
-- unit:      "%"
-- basis:     R031

with

evidence as (
    select
        r.region_id as subject,
        x.activity_id,
        x.held_on,
        coalesce(x.origin, r.origin) as origin
    from region as r
    left join activity as x on x.region_id = r.region_id and x.level = '县级' and x.kind = '集中宣贯'
        and x.held_on >= period_start() and x.held_on < period_end()
)

select
    subject,
    case when count(activity_id) > 0 then 1 else 0 end as numerator,
    1 as denominator
from evidence
where activity_id is not null or period_is_over()
group by subject
