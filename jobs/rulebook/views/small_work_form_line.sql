-- 本期限额以下工程检查表，一次检查、一个应查事项一行；没有填写的结果为空

select
    v.street_id,
    v.check_id,
    v.checked_on,
    f.item_no,
    f.item,
    i.result,
    i.due_on,
    i.rectified_on,
    coalesce(i.origin, v.origin) as origin
from small_work_visit as v
cross join small_work_form as f
left join small_work_item as i on i.check_id = v.check_id and i.item_no = f.item_no
where v.checked_on >= period_start()
