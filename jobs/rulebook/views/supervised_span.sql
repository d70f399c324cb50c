-- 差别化监管列管区间：告知单送达次日（since）起，至解除告知单送达日（until，不含）止，未解除的为空
select
    project_id,
    notice_no,
    cast(delivered_on + interval '1' day as date) as since,
    until,
    origin
from supervision_stay
where delivered_on < period_end() - interval '1' day
