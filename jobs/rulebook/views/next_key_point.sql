-- 下一季度的检查重点

select *
from key_point
where quarter = extract(quarter from period_end())
