-- 列管项目检查报告问题条目及逐条验收
-- basis: R100
select
    p.project_name,
    i.check_no,
    i.checked_on,
    i.item_no,
    i.pieces,
    i.duty_holder,
    i.problem,
    i.due_on,
    i.accepted_on,
    i.accepted_by,
    case i.result when '合格' then '验收合格' when '不合格' then '验收不合格' else '未验收' end as result
from supervision_item as i
join decision as d on d.ladder = 'differentiated-supervision' and d.subject = i.project_id
join project as p on p.project_id = i.project_id
order by p.project_id, i.checked_on, i.check_no, i.item_no
