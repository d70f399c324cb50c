-- 分包单位专职安全员不足: 分包单位专职安全员少于按用工人数与安全风险应配的人数
--
-- finding: subcontract_officers_short
-- subject: project
-- basis:   R105

select
    project_id as subject,
    company as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(
        kind,
        '，用工',
        workers,
        '人',
        case when dangerous then '，承接危大工程' else '' end,
        '，应配专职安全员',
        required,
        '人，实有',
        present,
        '人'
    ) as detail,
    origin
from subcontract_complement
where present < required
