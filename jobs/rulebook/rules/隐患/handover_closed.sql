-- 清单按期销号率: 本期到期的交办事项中经督查并按期销号的比例；期末已超期仍未销号的逐期列出，注明停在哪一环节
-- duty:    handover_closed
-- case:    handover_stalled 清单交办逾期
-- base:    due in the period
-- subject: project
-- basis:   R088

select
    project_id as subject,
    case_id as case_key,
    coalesce(supervised_on <= closed_on and closed_on <= due_on, false) as met,
    cast(due_on + interval '1' day as date) as since,
    due_on as due,
    case
        when closed_on is null or closed_on >= period_end() then concat(
            matter,
            case when supervised_on is null or supervised_on >= period_end() then '交办后未督查' else '督查后未销号' end,
            '，已超期', date_diff('day', due_on, period_end()) - 1, '天'
        )
    end as detail,
    origin
from handover
