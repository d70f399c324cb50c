-- 安全生产条件待复查: 最近一次核查不符合、整改期限已过而期末没有复核的事项，不据此转办
-- finding: condition_recheck_due
-- subject: enterprise
-- every:   [month, quarter]
-- basis:   R007

select
    enterprise_id as subject,
    item as case_key,
    cast(due_on + interval '1' day as date) as since,
    due_on as due,
    concat(item, checked_on, '核查不符合，整改期限已过，尚未复查') as detail,
    origin
from condition_unmet
where due_on < period_end() - interval '1' day
    and (rechecked_on is null or rechecked_on >= period_end())
