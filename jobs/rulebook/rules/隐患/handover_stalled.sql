-- 清单交办逾期: 期末已过办结期限仍未销号的交办事项，注明停在哪一环节
--
-- finding: handover_stalled
-- subject: project
-- basis:   R088

select
    x.project_id as subject,
    x.case_id as case_key,
    x.handed_on as since,
    x.due_on as due,
    concat(
        x.matter,
        case when x.supervised_on is null or x.supervised_on >= period_end() then '交办后未督查' else '督查后未销号' end,
        '，已超期', date_diff('day', x.due_on, period_end()) - 1, '天'
    ) as detail,
    x.origin
from handover as x
where x.due_on < period_end() and (x.closed_on is null or x.closed_on >= period_end())
