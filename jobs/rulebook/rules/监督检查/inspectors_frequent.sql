-- 监督人员检查频次达标率: 名册上的监督人员中，本月参加检查达到规定次数的比例，次数见参数表
-- duty:    inspectors_frequent
-- case:    inspector_infrequent 监督人员检查频次不足
-- subject: region
-- basis:   R084

select
    region_id as subject,
    inspector_id as case_key,
    case when inspections >= required then true when once_is_due() then false end as met,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(inspector, '本月参加检查', inspections, '次，规定不少于', cast(required as integer), '次') as detail,
    origin
from inspector_record
where region_id is not null
