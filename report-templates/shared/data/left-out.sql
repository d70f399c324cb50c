-- 合计没有包括的数据：期内到期而没有报送的，期中才有的台账
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
),

begun as (
    select *
    from ledger_since
    where since > period_start()
        and dataset in ('inspection', 'hazard', 'accident', 'stop_order', 'attendance')
)

select
    '未报送' as what,
    o.subject,
    n.name,
    string_agg(concat(o.months, o.title), '、' order by o.title) as data
from owed as o
join subject_name as n on n.kind = o.subject_kind and n.subject = o.subject
group by o.subject_kind, o.subject, n.name
union all
select
    '期中起',
    cast(since as varchar),
    concat(extract(year from since), '年', extract(month from since), '月'),
    string_agg(title, '、' order by title)
from begun
group by since
order by what, subject
