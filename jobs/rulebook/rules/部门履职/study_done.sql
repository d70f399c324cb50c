-- 月度学习完成率: 本期组织学习贯彻的<bureau.region-short>比例
-- duty:    study_done
-- case:    study_missing 月度学习未完成
-- base:    once in the period
-- subject: region
-- basis:   R030

select
    r.region_id as subject,
    '组织学习贯彻' as case_key,
    a.activity_id is not null as met,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(r.region_name, '本期未组织学习贯彻') as detail,
    coalesce(a.origin, r.origin) as origin
from region as r
left join activity as a
    on a.region_id = r.region_id
        and a.level = '县级'
        and a.kind = '学习贯彻'
        and a.held_on >= period_start()
        and a.held_on < period_end()
