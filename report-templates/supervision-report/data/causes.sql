-- 问题的原因
select
    cause,
    count(*) as checks,
    sum(problems) as problems
from supervision_check
where project_id = recipient()
    and checked_on >= period_start()
    and checked_on < period_end()
    and problems > 0
group by cause
order by problems desc, cause
