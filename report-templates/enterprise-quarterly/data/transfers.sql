-- 安全生产许可证暂扣、吊销建议转办单
-- basis: R007
select
    row_number() over (order by f.subject, f.case_key) as line,
    e.enterprise_name,
    e.licence_no,
    e.licence_expires_on,
    case f.state when 'new' then '新增' else '持续' end as state,
    f.since,
    f.due,
    f.detail
from finding as f
join enterprise as e on e.enterprise_id = f.subject
where f.rule = 'licence_transfer' and f.state <> 'cleared'
order by line
