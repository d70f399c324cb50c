-- 统计到哪一天：last_day 是最后一天；期间没有结束的，as_of_day 是截止日；before 是上一期有没有结果可比（一行）
-- rows: one
select
    cast(period_end() - interval '1' day as date) as last_day,
    case when not period_is_over() then cast(period_end() - interval '1' day as date) end as as_of_day,
    exists (select 1 from history_finding where period_start = previous_start()) as before
