-- 各街道限额以下工程三个口径的登记数、检查次数、应受检和受检工程数

select
    t.street_id,
    s.span,
    s.first_day,
    count(*) filter (where x.registered) as registered,
    coalesce(sum(x.checks), 0) as checks,
    count(*) filter (where x.counted) as works,
    count(*) filter (where x.counted and x.checks > 0) as checked
from street as t
cross join tally_span as s
left join small_work_span as x on x.street_id = t.street_id and x.span = s.span
group by t.street_id, s.span, s.first_day
