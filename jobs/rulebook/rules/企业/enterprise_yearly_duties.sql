-- 企业年度排查演练完成率: 有在施项目的施工企业应开展的分包情况排查、应急救援演练中，年内已开展的比例
-- duty:    enterprise_yearly_duties
-- case:    enterprise_yearly_duty_missing 企业年度排查演练未开展
-- base:    once in the period
-- subject: enterprise
-- every:   year
-- basis:   R046

select
    e.enterprise_id as subject,
    k.kind as case_key,
    x.activity_id is not null as met,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat('年内没有', k.kind, '记录') as detail,
    coalesce(x.origin, e.origin) as origin
from active_enterprise as e
cross join (select '分包情况排查' as kind union all select '应急救援演练') as k
left join enterprise_activity as x
    on x.enterprise_id = e.enterprise_id
        and x.kind = k.kind
        and x.held_on >= period_start()
        and x.held_on < period_end()
