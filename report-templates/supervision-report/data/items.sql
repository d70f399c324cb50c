-- “一厂一策”整改方案：列管以来检查报告的问题条目，期内到期、期内验收或者期末未清零的
select
    check_no,
    item_no,
    pieces,
    duty_holder,
    problem,
    planned_on,
    due_on,
    accepted_on,
    accepted_by,
    case
        when item_no is null then concat('未列入整改方案', pieces, '条')
        when result = '不合格' then '验收不合格'
        when closed_on <= due_on then '按期验收'
        when closed_on is not null then '逾期验收'
        when due_on < period_end() - interval '1' day then '逾期未验收'
        else '未到期'
    end as result
from supervision_item
where project_id = recipient()
    and (due_on >= period_start() or closed_on is null or closed_on >= period_start())
order by checked_on, check_no, item_no
