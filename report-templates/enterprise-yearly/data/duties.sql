-- 企业年度工作未开展的清单：分包情况排查、应急救援演练
-- basis: R046
select
    e.enterprise_name,
    f.case_key as duty,
    f.due,
    f.detail
from finding as f
join enterprise as e on e.enterprise_id = f.subject
where f.rule = 'enterprise_yearly_duty_missing' and f.state <> 'cleared'
order by f.case_key, f.subject
