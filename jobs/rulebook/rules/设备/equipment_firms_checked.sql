-- 安拆维保单位专项检查覆盖率: 期内承担起重机械安拆、维保的单位中受到专项检查至少一次的比例
-- indicator: equipment_firms_checked
-- subject:   equipment_firm
-- every:     year
-- basis:     R090

with serving as (
    select distinct f.*
    from equipment_firm as f
    join equipment_service as s on s.firm_id = f.firm_id
    where s.from_on < period_end() and (s.until_on is null or s.until_on >= period_start())
),

evidence as (
    select f.firm_id as subject, c.check_id, c.checked_on, c.problems, coalesce(c.origin, f.origin) as origin
    from serving as f
    left join equipment_firm_check as c
        on c.firm_id = f.firm_id and c.checked_on >= period_start() and c.checked_on < period_end()
)

select
    subject,
    max(case when check_id is not null then 1 else 0 end) as numerator,
    1 as denominator
from evidence
where check_id is not null or once_is_due()
group by subject
