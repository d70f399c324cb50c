-- 全覆盖专题培训达标率: <bureau.region>中年内组织全覆盖安全生产专题培训达到规定次数的比例
--
-- indicator: full_trainings_held
-- subject:   region
-- better:    higher
-- unit:      "%"
-- basis:     R033

with

evidence as (
    select
        r.region_id as subject,
        t.session_id,
        t.held_on,
        t.required,
        t.attended,
        coalesce(t.origin, r.origin) as origin
    from region as r
    left join training_session as t
        on t.region_id = r.region_id and t.held_on >= period_start() and t.held_on < period_end()
),

counted as (
    select
        subject,
        count(case when required > 0 and attended >= required then session_id end) as full_sessions
    from evidence
    group by subject
)

select
    c.subject,
    case when c.full_sessions >= p.value then 1 else 0 end as numerator,
    1 as denominator
from counted as c
join parameter as p on p.name = 'training_sessions_least'
where c.full_sessions >= p.value or period_is_over()
