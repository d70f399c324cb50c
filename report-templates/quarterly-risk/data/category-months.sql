-- 近十二个月各类隐患发现的月份
select
    category,
    count(*) filter (where extract(month from found_on) = 1) as m1,
    count(*) filter (where extract(month from found_on) = 2) as m2,
    count(*) filter (where extract(month from found_on) = 3) as m3,
    count(*) filter (where extract(month from found_on) = 4) as m4,
    count(*) filter (where extract(month from found_on) = 5) as m5,
    count(*) filter (where extract(month from found_on) = 6) as m6,
    count(*) filter (where extract(month from found_on) = 7) as m7,
    count(*) filter (where extract(month from found_on) = 8) as m8,
    count(*) filter (where extract(month from found_on) = 9) as m9,
    count(*) filter (where extract(month from found_on) = 10) as m10,
    count(*) filter (where extract(month from found_on) = 11) as m11,
    count(*) filter (where extract(month from found_on) = 12) as m12
from hazard
where found_on >= period_end() - interval '12' month and found_on < period_end()
group by category
order by count(*) desc, category
