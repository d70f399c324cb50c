-- 期内到期而没有报送的台账：谁缺哪几个月的哪些；合计不含这些数据
with owed as (
    select
        subject_kind,
        subject,
        title,
        case when count(*) = 1 and min(of_period) = period_name() then ''
            else string_agg(span, '、' order by of_period) end as months
    from delivery
    where state = '未报' and not earlier
    group by subject_kind, subject, dataset, title
)

select
    o.subject,
    n.name,
    string_agg(concat(o.months, o.title), '、' order by o.title) as owed
from owed as o
join subject_name as n on n.kind = o.subject_kind and n.subject = o.subject
group by o.subject_kind, o.subject, n.name
order by o.subject_kind, o.subject
