-- 企业未按季测评所属工程: 在施项目期内没有所属施工企业的安全状况测评
--
-- finding: enterprise_assessment_missing
-- subject: project
-- every:   quarter
-- basis:   R002

select
    p.project_id as subject,
    '季度测评' as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(coalesce(e.enterprise_name, p.contractor_id), '本期未测评') as detail,
    p.origin
from active_project as p
left join enterprise as e on e.enterprise_id = p.contractor_id
left join enterprise_assessment_latest as a on a.project_id = p.project_id
where a.project_id is null
    and period_is_over()
