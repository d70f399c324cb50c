-- 提请警示为安全管理风险企业的清单
-- basis: R008
select
    row_number() over (order by count(*) desc, e.enterprise_id) as line,
    e.enterprise_name,
    e.qualification,
    e.licence_no,
    string_agg(f.detail, '；' order by f.case_key) as reasons
from finding as f
join enterprise as e on e.enterprise_id = f.subject
where f.rule = 'risk_warning_enterprise' and f.state <> 'cleared'
group by e.enterprise_id, e.enterprise_name, e.qualification, e.licence_no
order by line
