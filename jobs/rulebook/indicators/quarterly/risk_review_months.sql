-- 月度风险研判按月完成率: 期内各月中开展了风险分析研判的月份比例
--
-- indicator: risk_review_months
-- subject:   region
-- better:    higher
-- unit:      "%"
-- basis:     R039
--
-- 期中出初稿的，只计到数据所及的月份（known_end）。

with

evidence as (
    select
        r.region_id as subject,
        x.activity_id,
        x.held_on,
        k.known_end,
        coalesce(x.load_id, r.load_id) as load_id,
        coalesce(x.source_row, r.source_row) as source_row
    from region as r
    cross join known_end as k
    left join activity as x on x.region_id = r.region_id and x.level = '县级' and x.kind = '风险研判'
        and x.held_on >= period_start() and x.held_on < period_end()
)

select
    subject,
    count(distinct date_trunc('month', held_on)) as numerator,
    date_diff('month', period_start(), max(known_end)) as denominator
from evidence
group by subject
