-- 截至哪一天：期间没有结束时为截止日（一行）
-- basis: R068, R092
-- rows: one
select case when not period_is_over() then cast(period_end() - interval '1' day as date) end as as_of_day
