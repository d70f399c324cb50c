-- 全年隐患类别
select
    category,
    count(*) as cases,
    count(*) filter (where grade = '重大') as major
from hazard
where found_on >= period_start() and found_on < period_end()
group by category
order by cases desc, category
