-- “一厂一策”整改方案：期内到期或期末未验收的条目
select
    i.check_no,
    i.item_no,
    i.duty_holder,
    i.problem,
    i.planned_on,
    i.due_on,
    case when i.accepted_on < period_end() then i.accepted_on end as accepted_on,
    case
        when i.accepted_on <= i.due_on and i.accepted_on < period_end() then '按期验收'
        when i.accepted_on < period_end() then '逾期验收'
        when i.due_on < period_end() - interval '1' day then '逾期未验收'
        else '未到期'
    end as result
from rectification_item as i
join supervision_check as c on c.check_no = i.check_no
where c.project_id = recipient()
    and i.planned_on < period_end()
    and (i.due_on >= period_start() or i.accepted_on is null or i.accepted_on >= period_start())
order by i.due_on, i.check_no, i.item_no
