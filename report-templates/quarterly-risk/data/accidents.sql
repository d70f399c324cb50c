-- 本季度事故类型
select
    kind,
    count(*) as accidents,
    sum(deaths) as deaths
from accident
where occurred_at >= period_start() and occurred_at < period_end()
group by kind
order by accidents desc, deaths desc, kind
