-- 专题培训参培率: 年内各次专题培训参培人次与应培人次之比，参培不超过应培
-- indicator: training_attendance
-- subject:   region
-- every:     year
-- basis:     R033

with evidence as (
    select
        region_id as subject,
        session_id,
        held_on,
        topic,
        required,
        attended,
        origin
    from training_session
    where held_on >= period_start() and held_on < period_end()
)

select
    subject,
    sum(least(attended, required)) as numerator,
    sum(required) as denominator
from evidence
group by subject
