-- 历次周期评定
select
    cycle,
    first_day,
    last_day,
    evaluated_on,
    state,
    held,
    because
from supervision_cycle
where subject = recipient()
    and cycle > 0
    and (evaluated_on is not null or state = '漏评')
    and entered_on = (select max(c.entered_on) from supervision_cycle as c where c.subject = recipient())
order by cycle
