-- 整改后未销号: 隐患整改完成超过规定天数，期末仍未复查销号；天数见参数表
-- finding: hazard_unclosed
-- subject: project
-- basis:   R083

select
    h.project_id as subject,
    h.hazard_id as case_key,
    h.rectified_on as since,
    cast(h.rectified_on + cast(d.value as integer) * interval '1' day as date) as due,
    concat(h.category, '隐患', h.rectified_on, '整改完成，期末未销号') as detail,
    h.origin
from hazard as h
join project_in_period as p on p.project_id = h.project_id
join parameter as d on d.name = 'close_days'
where h.rectified_on + cast(d.value as integer) * interval '1' day < period_end() - interval '1' day
    and (h.closed_on is null or h.closed_on >= period_end())
    and not p.finished_before
