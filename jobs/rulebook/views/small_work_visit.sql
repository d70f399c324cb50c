-- 限额以下工程的检查：至期末录入的，及其工程是否登记在册；发现后补登记的算登记的工程

select
    c.check_id,
    c.checked_on,
    w.work_id,
    coalesce(w.registered_on < period_end(), false) as registered,
    coalesce(w.street_id, f.street_id) as street_id,
    coalesce(w.work_name, f.place) as place,
    c.origin
from small_work_check as c
left join found_work as f on f.found_id = c.found_id
left join small_work as w on w.work_id = coalesce(c.work_id, f.work_id)
where c.checked_on < period_end()
