-- 期后三个月内各日送达的，回执期限是哪一天
select
    day,
    due
from receipt_day
where day >= period_end() and day < period_end() + interval '3' month
order by day
