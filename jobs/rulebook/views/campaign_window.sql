-- 期末所在的专项行动阶段：从阶段起日到期末（或阶段止日），可以跨月、跨年
select
    c.campaign,
    c.phase,
    c.starts_on,
    case when c.ends_on < period_end() then cast(c.ends_on + interval '1' day as date) else period_end() end as ends_before,
    c.origin
from campaign_phase as c
where c.starts_on < period_end() and c.ends_on >= period_start()
