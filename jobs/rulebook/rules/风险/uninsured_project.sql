-- 未投保安责险: 期末没有有效安全生产责任保险的在施项目
--
-- finding: uninsured_project
-- subject: project
-- basis:   R015

select
    p.project_id as subject,
    '安责险' as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(p.project_name, '期末没有有效的安责险') as detail,
    p.origin
from active_project as p
where not exists (select 1 from liability_policy as x where x.project_id = p.project_id
        and x.valid_from < period_end() and x.valid_to >= cast(period_end() - interval '1' day as date))
