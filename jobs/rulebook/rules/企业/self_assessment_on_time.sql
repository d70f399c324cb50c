-- 自评按期填报率: 在施项目在当月内填报当月安全状况测评的比例
-- duty:    self_assessment_on_time
-- case:    self_assessment_missing 自评未报或迟报
-- base:    once in the period
-- subject: project
-- basis:   R001, R003

select
    p.project_id as subject,
    '月度测评' as case_key,
    coalesce(a.submitted_on < period_end(), false) as met,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    case when a.submitted_on is null then '当月未填报' else concat('迟报，填报日期', a.submitted_on) end as detail,
    coalesce(a.origin, p.origin) as origin
from active_project as p
left join self_assessment as a on a.project_id = p.project_id and a.month = period_start()
