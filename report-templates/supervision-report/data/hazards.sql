-- 期内发现的隐患，按类别
select
    category,
    count(*) as found,
    count(*) filter (where grade = '重大') as major,
    count(*) filter (where rectified_on < period_end()) as rectified
from hazard
where project_id = recipient() and found_on >= period_start() and found_on < period_end()
group by category
order by found desc, category
