-- 整改方案逐条验收率: 整改期限在期内的方案条目中按期通过验收的比例，期限当日验收算按期；期末已逾期仍未通过验收的逐期列出
-- duty:    rectification_accepted
-- case:    rectification_item_overdue 整改方案条目逾期
-- base:    due in the period
-- subject: project
-- basis:   R100

select
    c.project_id as subject,
    concat(i.check_no, '第', i.item_no, '条') as case_key,
    coalesce(i.accepted_on <= i.due_on and coalesce(i.result = '合格', true), false) as met,
    cast(i.due_on + interval '1' day as date) as since,
    i.due_on as due,
    case
        when i.accepted_on is null or i.accepted_on >= period_end() or i.result = '不合格' then concat(
            i.duty_holder, '：', i.problem, '，整改期限', i.due_on, '，期末已逾期',
            date_diff('day', i.due_on, period_end()) - 1, '天',
            case when i.accepted_on < period_end() then concat('，', i.accepted_on, '验收不合格') else '' end
        )
    end as detail,
    i.origin
from rectification_item as i
join supervision_check as c on c.check_no = i.check_no
