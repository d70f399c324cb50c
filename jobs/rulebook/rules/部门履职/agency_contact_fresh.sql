-- 监督机构信息更新率: 期末前规定天数内更新过监督机构、信息员信息的<bureau.region-short>比例
-- duty:    agency_contact_fresh
-- case:    agency_contact_stale 监督机构信息未更新
-- subject: region
-- basis:   R058

select
    r.region_id as subject,
    '信息员' as case_key,
    coalesce(x.updated_on >= period_end() - q.value * interval '1' day, false) as met,
    cast(x.updated_on + q.value * interval '1' day as date) as since,
    cast(null as date) as due,
    case
        when x.updated_on is null then concat(r.region_name, '未登记监督机构和信息员')
        else concat(r.region_name, '监督机构信息', date_diff('day', x.updated_on, period_end()), '天未更新')
    end as detail,
    coalesce(x.origin, r.origin) as origin
from region as r
join parameter as q on q.name = 'agency_contact_days'
left join agency_contact as x on x.region_id = r.region_id and x.updated_on < period_end()
