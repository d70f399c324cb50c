-- 登记在册的限额以下工程，一个口径、一个工程一行：是否在口径内登记，是否应当受检（口径之前没有完工），检查几次

select
    s.span,
    w.street_id,
    w.work_id,
    w.registered_on,
    w.registered_on >= s.first_day as registered,
    coalesce(w.finished_on >= s.first_day, true) as counted,
    (
        select count(*) from small_work_visit as v
        where v.work_id = w.work_id and v.checked_on >= s.first_day
    ) as checks,
    w.origin
from small_work as w
cross join tally_span as s
where w.registered_on < period_end()
