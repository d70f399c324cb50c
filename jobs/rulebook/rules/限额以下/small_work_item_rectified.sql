-- 检查事项按期整改率: 整改期限在本期内的不符合事项中按期整改的比例；期末逾期未整改的逐期列出
-- duty:    small_work_item_rectified
-- case:    small_work_item_overdue 限额以下工程检查事项逾期未整改
-- base:    due in the period
-- subject: street
-- any-of:  small_work_item small_work small_work_check, small_work_item small_work small_work_check found_work
-- basis:   R080

select
    v.street_id as subject,
    concat(i.check_id, ' ', f.item) as case_key,
    coalesce(i.rectified_on <= i.due_on, false) as met,
    cast(i.due_on + interval '1' day as date) as since,
    i.due_on as due,
    case when i.rectified_on is null or i.rectified_on >= period_end() then concat(v.place, f.item, '不符合，逾期未整改') end as detail,
    i.origin
from small_work_item as i
join small_work_form as f on f.item_no = i.item_no
join small_work_visit as v on v.check_id = i.check_id
where i.result = '不符合'
