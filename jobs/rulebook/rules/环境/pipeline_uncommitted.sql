-- 未签署管线防护承诺书: 期末未签署地下管线安全防护承诺书的在施项目
--
-- finding: pipeline_uncommitted
-- subject: project
-- basis:   R016

select
    p.project_id as subject,
    '管线承诺书' as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(p.project_name, '未签署地下管线安全防护承诺书') as detail,
    p.origin
from active_project as p
where not exists (select 1 from pipeline_commitment as x where x.project_id = p.project_id and x.signed_on < period_end())
