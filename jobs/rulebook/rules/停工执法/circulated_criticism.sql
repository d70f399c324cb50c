-- 被通报批评: 期内项目被市、县（区）人民政府或行业主管部门通报批评，本机构作为监管措施发出的通报除外
-- finding: circulated_criticism
-- subject: project
-- basis:   R094, R093
--
-- 方案正文为“市、区人民政府或行业主管部门”，附件1印作“主管部门或有关机构”，所指相同：以正文为准，其他机构的通报不算。

select
    project_id as subject,
    criticism_no as case_key,
    issued_on as since,
    cast(null as date) as due,
    concat(issued_on, '被', issuer, '通报批评（', criticism_no, '）', coalesce('：' || reason, '')) as detail,
    origin
from project_criticism
where issued_on >= period_start() and issued_on < period_end()
