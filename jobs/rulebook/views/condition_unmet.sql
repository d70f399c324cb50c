-- 安全生产条件：期末以前最近一次核查不符合的企业和事项
select *
from (
    select
        *,
        row_number() over (partition by enterprise_id, item order by checked_on desc, check_id desc) as line
    from condition_check
    where checked_on < period_end()
) as latest
where line = 1 and not met
