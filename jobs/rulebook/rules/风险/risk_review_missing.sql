-- 月度风险研判未开展: 本期没有开展风险分析研判
--
-- finding: risk_review_missing
-- subject: region
-- basis:   R039

select
    r.region_id as subject,
    '开展风险分析研判' as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(r.region_name, '本期未开展风险分析研判') as detail,
    r.origin
from region as r
where not exists (
    select 1 from activity as a
    where a.region_id = r.region_id and a.level = '县级' and a.kind = '风险研判'
        and a.held_on >= period_start() and a.held_on < period_end()
)
    and period_is_over()
