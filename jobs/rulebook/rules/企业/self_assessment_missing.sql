-- 自评未报或迟报: 在施项目未在当月内填报当月安全状况测评
--
-- finding: self_assessment_missing
-- subject: project
-- basis:   R001, R003

select
    p.project_id as subject,
    '月度测评' as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    case
        when a.submitted_on is null then '当月未填报'
        else concat('迟报，填报日期', a.submitted_on)
    end as detail,
    coalesce(a.origin, p.origin) as origin
from active_project as p
left join self_assessment as a on a.project_id = p.project_id and a.month = period_start()
where (a.submitted_on is null or a.submitted_on >= period_end())
    and period_is_over()
