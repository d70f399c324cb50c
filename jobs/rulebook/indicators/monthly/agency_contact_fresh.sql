-- 监督机构信息更新率: 期末前规定天数内更新过监督机构、信息员信息的<bureau.region-short>比例
--
-- indicator: agency_contact_fresh
-- subject:   region
-- better:    higher
-- unit:      "%"
-- basis:     R058

with

evidence as (
    select
        r.region_id as subject,
        x.updated_on,
        coalesce(x.origin, r.origin) as origin
    from region as r
    left join agency_contact as x on x.region_id = r.region_id
        and x.updated_on < period_end()
        and x.updated_on >= period_end() - (select q.value from parameter as q where q.name = 'agency_contact_days') * interval '1' day
)

select
    subject,
    count(updated_on) as numerator,
    count(*) as denominator
from evidence
group by subject
