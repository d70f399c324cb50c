-- 拒不整改: 期内经认定拒不整改安全隐患的项目
-- finding: rectification_refused
-- subject: project
-- basis:   R093, R038

select
    project_id as subject,
    refusal_id as case_key,
    refused_on as since,
    cast(null as date) as due,
    concat(refused_on, '认定拒不整改：', facts) as detail,
    origin
from refusal
where refused_on >= period_start() and refused_on < period_end()
