-- 月度风险研判完成率: 本期开展风险分析研判的<bureau.region-short>比例
--
-- indicator: risk_review_done
-- subject:   region
-- better:    higher
-- unit:      "%"
-- basis:     R039

with

evidence as (
    select
        r.region_id as subject,
        x.activity_id,
        x.held_on,
        coalesce(x.origin, r.origin) as origin
    from region as r
    left join activity as x on x.region_id = r.region_id and x.level = '县级' and x.kind = '风险研判'
        and x.held_on >= period_start() and x.held_on < period_end()
)

select
    subject,
    case when count(activity_id) > 0 then 1 else 0 end as numerator,
    1 as denominator
from evidence
where activity_id is not null or period_is_over()
group by subject
