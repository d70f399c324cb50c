-- 计数的三个口径：本期、本年、累计（起算日见参数 small_works_from），各自的第一天

select
    '本期' as span,
    period_start() as first_day
union all
select
    '本年',
    year_start()
union all
select
    '累计',
    cast(concat(substring(d.day, 1, 4), '-', substring(d.day, 5, 2), '-', substring(d.day, 7, 2)) as date)
from (select cast(cast(value as integer) as varchar) as day from parameter where name = 'small_works_from') as d
