-- 全覆盖专题培训达标率: 县（市、区）中年内组织全覆盖安全生产专题培训达到规定次数的比例
--
-- indicator: full_trainings_held
-- subject:   region
-- better:    higher
-- unit:      "%"
-- basis:     R033

with

evidence as (
    select
        region_id as subject,
        sessions,
        full_sessions,
        load_id,
        source_row
    from full_training
)

select
    e.subject,
    case when e.full_sessions >= p.value then 1 else 0 end as numerator,
    1 as denominator
from evidence as e
join parameter as p on p.name = 'training_sessions_least'
