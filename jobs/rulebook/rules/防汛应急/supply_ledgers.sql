-- 应急物资台账按期报送率: 在截止日前（含当日，见参数表）收到有内容的本年台账的地方所占比例；迟报、未报的列出
-- duty:    supply_ledgers
-- case:    supply_ledger_late 应急物资台账迟报未报
-- base:    due in the period
-- subject: region
-- every:   [month, year]
-- basis:   R043

select
    region_id as subject,
    concat('应急物资台账 ', extract(year from due_on)) as case_key,
    case state when '按期' then true when '未到期' then cast(null as boolean) else false end as met,
    cast(due_on + interval '1' day as date) as since,
    due_on as due,
    concat(region_name, state, '应急物资台账，', case state when '迟报' then '迟' else '已超期' end, days_late, '天') as detail,
    origin
from supply_ledger
where state <> '迟报' or received_on >= period_start()
