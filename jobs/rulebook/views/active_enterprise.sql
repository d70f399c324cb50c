-- 期内有在施项目的施工企业

select *
from enterprise as e
where exists (select 1 from active_project as p where p.contractor_id = e.enterprise_id)
