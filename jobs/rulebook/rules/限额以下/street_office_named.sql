-- 街道责任科室登记率: 已登记负责限额以下工程科室的街道比例
-- duty:    street_office_named
-- case:    street_without_office 街道未登记责任科室
-- subject: street
-- basis:   R079

select
    s.street_id as subject,
    '责任科室' as case_key,
    x.street_id is not null as met,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(s.street_name, '未登记负责限额以下工程的科室') as detail,
    coalesce(x.origin, s.origin) as origin
from street as s
left join street_office as x on x.street_id = s.street_id and x.updated_on < period_end()
