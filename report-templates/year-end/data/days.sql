-- 每天排查的隐患
select found_on as day, count(*) as cases
from hazard
where found_on >= period_start() and found_on < period_end()
group by found_on
order by found_on
