-- 未组织综合应急演练: 年内没有组织综合应急预案演练的在施项目
--
-- finding: drill_missing
-- subject: project
-- every:   year
-- basis:   R042

select
    p.project_id as subject,
    '综合演练' as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(p.project_name, '年内未组织综合应急演练') as detail,
    p.origin
from active_project as p
where not exists (select 1 from drill as x where x.project_id = p.project_id
        and x.kind = '综合演练' and x.held_on >= period_start() and x.held_on < period_end())
    and period_is_over()
