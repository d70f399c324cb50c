-- 企业责任落实未到位的清单：季度测评、负责人带队检查、职责清单
-- basis: R002, R044, R045
with missing as (
    select
        p.contractor_id as enterprise_id,
        '所属工程未按季测评' as duty,
        f.due,
        concat(count(*), '个在施工程未测评') as detail
    from finding as f
    join project as p on p.project_id = f.subject
    where f.rule = 'enterprise_assessment_missing' and f.state <> 'cleared'
    group by p.contractor_id, f.due
    union all
    select
        f.subject,
        case f.rule when 'leader_inspection_missing' then '负责人未带队检查' else '职责清单未按期制定' end,
        f.due,
        f.detail
    from finding as f
    where f.rule in ('leader_inspection_missing', 'responsibility_list_missing') and f.state <> 'cleared'
)

select
    e.enterprise_name,
    m.duty,
    m.due,
    m.detail
from missing as m
join enterprise as e on e.enterprise_id = m.enterprise_id
order by m.duty, m.due, m.enterprise_id
