-- 数据所及之日的次日（一行）：期已结束的即期末；期中出初稿的，取最后一次检查所在月的次月首日
--
-- 期中不能把尚未到期的事项、尚未到来的月份算作没有完成。

select
    least(
        period_end(),
        coalesce(cast(max(date_trunc('month', inspected_on) + interval '1' month) as date), period_end())
    ) as known_end
from inspection
where inspected_on < period_end()
