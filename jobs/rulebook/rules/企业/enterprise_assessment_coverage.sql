-- 企业测评覆盖率: 在施项目中期内由所属施工企业测评至少一次的比例
-- duty:    enterprise_assessment_coverage
-- case:    enterprise_assessment_missing 企业未按季测评所属工程
-- base:    once in the period
-- subject: project
-- every:   quarter
-- basis:   R002

select
    p.project_id as subject,
    '季度测评' as case_key,
    a.project_id is not null as met,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(coalesce(e.enterprise_name, p.contractor_id), '本期未测评') as detail,
    coalesce(a.origin, p.origin) as origin
from active_project as p
left join enterprise as e on e.enterprise_id = p.contractor_id
left join enterprise_assessment_latest as a on a.project_id = p.project_id
