-- 历次评定结果
select
    period,
    step,
    cycle,
    because
from history_decision
where ladder = 'differentiated-supervision' and subject = recipient()
order by period_start
