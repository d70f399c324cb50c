-- 防汛台账未更新: 汛期内本期没有更新防汛工作台账的在施项目
--
-- finding: flood_ledger_stale
-- subject: project
-- basis:   R012

select
    p.project_id as subject,
    '防汛台账' as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(p.project_name, '本期未更新防汛台账') as detail,
    p.origin
from active_project as p
where not exists (select 1 from flood_update as x where x.project_id = p.project_id and x.updated_on >= period_start() and x.updated_on < period_end())
    and extract(month from period_start()) between
        (select q.value from parameter as q where q.name = 'flood_first_month')
        and (select q.value from parameter as q where q.name = 'flood_last_month')
    and period_is_over()
