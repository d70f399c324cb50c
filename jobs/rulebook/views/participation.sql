-- 参建各方与期内在施项目：施工总承包单位见项目台账，建设、监理、分包单位见参建单位备案；分包单位是否计入见参数
select p.*, '施工总承包单位' as role, p.contractor_id as enterprise_id
from active_project as p
union all
select p.*, x.role, x.enterprise_id
from active_project as p
join participant as x on x.project_id = p.project_id
join parameter as m on m.name = 'participants_with_subcontractors' and (m.value = 1 or x.role not like '%分包%')
