-- 不聘用监理的项目: 在施的不聘用监理项目，注明本期检查次数
-- finding: project_without_supervisor
-- subject: project
-- basis:   R011

select
    c.project_id as subject,
    '不聘用监理' as case_key,
    c.filed_on as since,
    cast(null as date) as due,
    concat('不聘用监理，本期受监督检查', (
        select count(*) from inspection as i
        where i.project_id = c.project_id and i.inspected_on >= period_start() and i.inspected_on < period_end()
    ), '次') as detail,
    c.origin
from supervision_contract as c
join active_project as p on p.project_id = c.project_id
where not c.employed and c.filed_on < period_end()
