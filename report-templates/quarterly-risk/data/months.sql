-- 近十二个月的隐患
select
    concat(extract(month from found_on), '月') as month,
    count(*) as cases,
    count(*) filter (where grade = '重大') as major
from hazard
where found_on >= period_end() - interval '12' month and found_on < period_end()
group by extract(year from found_on), extract(month from found_on)
order by extract(year from found_on), extract(month from found_on)
