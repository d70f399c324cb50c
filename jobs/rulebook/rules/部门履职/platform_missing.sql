-- 未录入监控平台: 期末未录入监控平台的在施项目
-- finding: platform_missing
-- subject: project
-- basis:   R055

select
    p.project_id as subject,
    '平台录入' as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(p.project_name, '未录入监控平台') as detail,
    p.origin
from active_project as p
where not exists (select 1 from platform_entry as x where x.project_id = p.project_id and x.entered_on < period_end())
