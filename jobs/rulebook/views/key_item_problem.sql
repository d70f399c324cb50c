-- 检查中按事项编码记下的问题：哪天、在哪个项目发现
select
    c.inspection_id,
    c.item_code,
    c.line_no,
    c.problem,
    c.due_on,
    c.rectified_on,
    i.project_id,
    i.inspected_on,
    c.origin
from item_check as c
join inspection as i on i.inspection_id = c.inspection_id
where c.problem is not null
