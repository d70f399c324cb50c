-- 围挡按期整治率: 本期到期的围挡中已按期整治的比例；期末已超期仍未完成的逐期列出
-- duty:    fence_rectified
-- case:    fence_overdue 围挡逾期未整治
-- base:    due in the period
-- subject: street
-- basis:   R021

select
    street_id as subject,
    fence_id as case_key,
    coalesce(rectified_on <= due_on, false) as met,
    cast(due_on + interval '1' day as date) as since,
    due_on as due,
    case
        when rectified_on is null or rectified_on >= period_end()
            then concat(area, coalesce(kind, '围挡'), '，整治期限', due_on, '，期末已超期', date_diff('day', due_on, period_end()) - 1, '天')
    end as detail,
    origin
from fence
where due_on < period_end()
