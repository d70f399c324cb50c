-- 重点检查企业名单及入选依据
-- basis: R006
select
    row_number() over (order by count(*) desc, e.enterprise_id) as line,
    e.enterprise_name,
    e.qualification,
    standing.score,
    standing.grade as class,
    string_agg(f.detail, '；' order by f.case_key) as reasons
from finding as f
join enterprise as e on e.enterprise_id = f.subject
left join standing on standing.subject = f.subject and standing.scheme = 'enterprise-quarterly'
where f.rule = 'key_inspection_enterprise' and f.state <> 'cleared'
group by e.enterprise_id, e.enterprise_name, e.qualification, standing.score, standing.grade
order by line
