-- 全覆盖专题培训不足: <bureau.region>年内全覆盖安全生产专题培训少于规定次数
--
-- finding: trainings_short
-- subject: region
-- basis:   R033

select
    t.region_id as subject,
    '全覆盖专题培训' as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat('年内组织专题培训', t.sessions, '次，其中全覆盖', t.full_sessions, '次') as detail,
    t.origin
from full_training as t
join parameter as p on p.name = 'training_sessions_least'
where t.full_sessions < p.value
    and period_is_over()
