-- <bureau.short>季度风险研判未开展: 本季度<bureau.short>没有开展风险分析研判
-- finding: city_risk_review_missing
-- subject: city
-- every:   quarter
-- basis:   R040

select
    c.city_id as subject,
    '季度风险分析研判' as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    '<bureau.short>至期末未开展季度风险分析研判' as detail,
    c.origin
from city as c
where not exists (
    select 1 from activity as a
    where a.level = '市级' and a.kind = '风险研判'
        and a.held_on >= period_start() and a.held_on < period_end()
)
    and once_is_due()
