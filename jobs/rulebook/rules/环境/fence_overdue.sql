-- 围挡逾期未整治: 期末已过整治期限仍未完成的围挡
--
-- finding: fence_overdue
-- subject: street
-- basis:   R021

select
    street_id as subject,
    fence_id as case_key,
    cast(due_on + interval '1' day as date) as since,
    due_on as due,
    concat(area, '围挡，整治期限', due_on, '，期末已超期', date_diff('day', due_on, period_end()) - 1, '天') as detail,
    origin
from fence
where due_on < period_end() and (rectified_on is null or rectified_on >= period_end())
