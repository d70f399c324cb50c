-- 月度风险研判按月完成率: 期内各月中开展了风险分析研判的月份比例
-- indicator: risk_review_months
-- subject:   region
-- every:     [quarter, year]
-- basis:     R039
--
-- 期中运行的，只计已经过完的月份。

with evidence as (
    select
        r.region_id as subject,
        x.activity_id,
        x.held_on,
        coalesce(x.origin, r.origin) as origin
    from region as r
    left join activity as x on x.region_id = r.region_id and x.level = '县级' and x.kind = '风险研判'
        and x.held_on >= period_start() and x.held_on < date_trunc('month', period_end())
)

select
    subject,
    count(distinct date_trunc('month', held_on)) as numerator,
    date_diff('month', period_start(), period_end()) as denominator
from evidence
group by subject
