-- 街道未登记责任科室: 至期末未登记负责限额以下工程的科室
--
-- finding: street_without_office
-- subject: street
-- basis:   R079

select
    s.street_id as subject,
    '责任科室' as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(s.street_name, '未登记负责限额以下工程的科室') as detail,
    s.origin
from street as s
where not exists (select 1 from street_office as o where o.street_id = s.street_id and o.updated_on < period_end())
