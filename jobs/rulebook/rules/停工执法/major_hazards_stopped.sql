-- 重大隐患停工率: 宽限期最后一天在期内的重大隐患中，期限内下达停工令的比例，期限见参数表
-- indicator: major_hazards_stopped
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R037

with evidence as (
    select project_id as subject, hazard_id, found_on, last_day, order_id, issued_on, state, origin
    from major_hazard_stop
    where last_day >= period_start() and last_day < period_end()
)

select
    subject,
    count(*) filter (where state = '已停工') as numerator,
    count(*) as denominator
from evidence
group by subject
