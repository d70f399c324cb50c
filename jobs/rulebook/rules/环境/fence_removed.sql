-- 围挡按期拆除率: 本期到拆除期限的围挡中已按期拆除的比例；期末已超期仍未拆除的逐期列出
-- duty:    fence_removed
-- case:    fence_standing 围挡逾期未拆除
-- base:    due in the period
-- subject: street
-- basis:   R021

select
    street_id as subject,
    fence_id as case_key,
    coalesce(removed_on <= remove_by, false) as met,
    cast(remove_by + interval '1' day as date) as since,
    remove_by as due,
    case
        when removed_on is null or removed_on >= period_end()
            then concat(area, coalesce(kind, '围挡'), '，拆除期限', remove_by, '，期末已超期', date_diff('day', remove_by, period_end()) - 1, '天')
    end as detail,
    origin
from fence
where remove_by < period_end()
