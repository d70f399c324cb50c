-- 整改方案条目逾期: 列管项目整改方案中，期末已过整改期限仍未通过验收的条目
--
-- finding: rectification_item_overdue
-- subject: project
-- basis:   R100

select
    c.project_id as subject,
    concat(i.check_no, '第', i.item_no, '条') as case_key,
    cast(i.due_on + interval '1' day as date) as since,
    i.due_on as due,
    concat(
        i.duty_holder, '：', i.problem, '，整改期限', i.due_on, '，期末已逾期',
        date_diff('day', i.due_on, period_end()) - 1, '天',
        case when i.accepted_on < period_end() then concat('，', i.accepted_on, '验收不合格') else '' end
    ) as detail,
    i.origin
from rectification_item as i
join supervision_check as c on c.check_no = i.check_no
where i.due_on < period_end() - interval '1' day
    and (i.accepted_on is null or i.accepted_on >= period_end() or i.result = '不合格')
