-- 安责险投保覆盖率: 期末在保险期内的在施项目比例
-- duty:    insurance_coverage
-- case:    uninsured_project 未投保安责险
-- subject: project
-- basis:   R015

select
    p.project_id as subject,
    '安责险' as case_key,
    x.project_id is not null as met,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(p.project_name, '期末没有有效的安责险') as detail,
    coalesce(x.origin, p.origin) as origin
from active_project as p
left join liability_policy as x
    on x.project_id = p.project_id
        and x.valid_from < period_end()
        and x.valid_to >= cast(period_end() - interval '1' day as date)
