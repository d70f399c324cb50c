-- 下季度的节日和重要活动：列入下季度的，和落在下季度的；日期未公布的没有
-- basis: R025, R026, R027, R028
select name, starts_on, ends_on
from key_period
where (quarter = extract(quarter from period_start() + interval '3' month)
        and extract(year from starts_on) = extract(year from period_start() + interval '3' month))
    or (starts_on < period_start() + interval '6' month and ends_on >= period_start() + interval '3' month)
order by starts_on, name
