-- 季度集中宣贯完成率: 本季度开展集中宣贯的<bureau.region-short>比例
-- duty:    publicity_done
-- case:    publicity_missing 季度集中宣贯未开展
-- base:    once in the period
-- subject: region
-- every:   quarter
-- basis:   R031

select
    r.region_id as subject,
    '开展集中宣贯' as case_key,
    a.activity_id is not null as met,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(r.region_name, '本期未开展集中宣贯') as detail,
    coalesce(a.origin, r.origin) as origin
from region as r
left join activity as a
    on a.region_id = r.region_id
        and a.level = '县级'
        and a.kind = '集中宣贯'
        and a.held_on >= period_start()
        and a.held_on < period_end()
