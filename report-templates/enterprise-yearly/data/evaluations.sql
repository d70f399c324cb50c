-- 施工企业年度安全生产评价：各表得分、汇总与评价结果
-- basis: R002
with tables as (
    select
        enterprise_id,
        max(score) filter (where table_code = 'A-1') as management,
        max(score) filter (where table_code = 'A-2') as technique,
        max(score) filter (where table_code = 'A-3') as equipment,
        max(score) filter (where table_code = 'A-4') as conduct,
        max(score) filter (where table_code = 'A-5') as sites
    from jgjt77_table_score
    group by enterprise_id
)

select
    standing.rank as place,
    e.enterprise_name,
    e.qualification,
    s.evaluated_on,
    t.management,
    t.technique,
    t.equipment,
    t.conduct,
    t.sites,
    s.total,
    s.zero_items,
    s.failed_sites,
    s.grade
from jgjt77_summary as s
join enterprise as e on e.enterprise_id = s.enterprise_id
join tables as t on t.enterprise_id = s.enterprise_id
left join standing on standing.scheme = 'enterprise-yearly' and standing.subject = s.enterprise_id
order by s.total desc, s.enterprise_id
