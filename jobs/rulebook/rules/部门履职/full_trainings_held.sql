-- 全覆盖专题培训达标率: <bureau.region>中年内组织全覆盖安全生产专题培训达到规定次数的比例；在册一线监管人员都签到的为全覆盖，没有名册或者签到的不计
-- duty:    full_trainings_held
-- case:    trainings_short 全覆盖专题培训不足
-- base:    once in the period
-- subject: region
-- every:   year
-- basis:   R033

select
    t.region_id as subject,
    '全覆盖专题培训' as case_key,
    case when t.listed then t.full_sessions >= p.value end as met,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat('年内组织专题培训', t.sessions, '次，其中全覆盖', t.full_sessions, '次') as detail,
    coalesce(s.origin, t.origin) as origin
from full_training as t
join parameter as p on p.name = 'training_sessions_least'
left join training_person as s on s.region_id = t.region_id
