-- 统计到哪一天：last_day 是最后一天；期间没有结束的，as_of_day 是截止日；上一期有没有名次、有没有问题可比（一行）
-- rows: one
select
    cast(period_end() - interval '1' day as date) as last_day,
    case when not period_is_over() then cast(period_end() - interval '1' day as date) end as as_of_day,
    exists (select 1 from history_standing where period_start = previous_start()) as ranked_before,
    exists (select 1 from history_finding where period_start = previous_start()) as found_before
