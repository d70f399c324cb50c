-- 信用扣分建议清单
-- basis: R052
select
    e.enterprise_name,
    case f.state when 'new' then '新增' else '持续' end as state,
    f.case_key,
    f.since,
    f.due,
    f.detail
from finding as f
join enterprise as e on e.enterprise_id = f.subject
where f.rule = 'credit_deduction' and f.state <> 'cleared'
order by e.enterprise_id, f.case_key
