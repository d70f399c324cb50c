-- 防汛台账更新率: 汛期内本期更新过防汛工作台账的在施项目比例，汛期以外没有数值
-- duty:    flood_ledger_updated
-- case:    flood_ledger_stale 防汛台账未更新
-- base:    once in the period
-- subject: project
-- basis:   R012

select
    p.project_id as subject,
    '防汛台账' as case_key,
    x.project_id is not null as met,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(p.project_name, '本期未更新防汛台账') as detail,
    coalesce(x.origin, p.origin) as origin
from active_project as p
join parameter as f on f.name = 'flood_first_month' and extract(month from period_start()) >= f.value
join parameter as l on l.name = 'flood_last_month' and extract(month from period_start()) <= l.value
left join flood_update as x
    on x.project_id = p.project_id and x.updated_on >= period_start() and x.updated_on < period_end()
