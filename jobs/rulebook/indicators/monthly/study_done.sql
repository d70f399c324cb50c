-- 月度学习完成率: 本期组织学习贯彻的<bureau.region-short>比例
--
-- indicator: study_done
-- subject:   region
-- better:    higher
-- unit:      "%"
-- basis:     R030

with

evidence as (
    select
        r.region_id as subject,
        x.activity_id,
        x.held_on,
        coalesce(x.origin, r.origin) as origin
    from region as r
    left join activity as x on x.region_id = r.region_id and x.level = '县级' and x.kind = '学习贯彻'
        and x.held_on >= period_start() and x.held_on < period_end()
)

select
    subject,
    case when count(activity_id) > 0 then 1 else 0 end as numerator,
    1 as denominator
from evidence
where activity_id is not null or period_is_over()
group by subject
