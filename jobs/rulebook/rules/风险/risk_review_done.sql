-- 月度风险研判完成率: 本期开展风险分析研判的<bureau.region-short>比例
-- duty:    risk_review_done
-- case:    risk_review_missing 月度风险研判未开展
-- base:    once in the period
-- subject: region
-- basis:   R039

select
    r.region_id as subject,
    '开展风险分析研判' as case_key,
    a.activity_id is not null as met,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(r.region_name, '本期未开展风险分析研判') as detail,
    coalesce(a.origin, r.origin) as origin
from region as r
left join activity as a
    on a.region_id = r.region_id
        and a.level = '县级'
        and a.kind = '风险研判'
        and a.held_on >= period_start()
        and a.held_on < period_end()
