-- 重点监管企业措施台账：应采取的措施、期内已有的次数
-- basis: R066
with key_enterprise as (
    select subject, score, rank
    from standing
    where scheme = 'enterprise-quarterly' and grade = '重点监管'
),

done as (
    select
        p.contractor_id,
        '监督检查' as counted,
        count(*) as times
    from inspection as i
    join project as p on p.project_id = i.project_id
    where i.inspected_on >= period_start() and i.inspected_on < period_end()
    group by p.contractor_id
    union all
    select
        p.contractor_id,
        '约谈',
        count(*)
    from penalty as x
    join project as p on p.project_id = x.project_id
    where x.kind = '约谈' and x.decided_on >= period_start() and x.decided_on < period_end()
    group by p.contractor_id
    union all
    select
        p.contractor_id,
        '通报批评',
        count(*)
    from circulated_criticism as c
    join project as p on p.project_id = c.project_id
    where c.issued_on >= period_start() and c.issued_on < period_end()
    group by p.contractor_id
)

select
    e.enterprise_name,
    k.score,
    coalesce(s.note, '得分低于分类标准') as reason,
    m.measure,
    m.times as required,
    case when u.name is null then coalesce(d.times, 0) end as done,
    case when m.times is null then '' when u.name is not null then '台账未启用' when coalesce(d.times, 0) >= m.times then '期内已达到' else '下期落实' end as state
from key_enterprise as k
join enterprise as e on e.enterprise_id = k.subject
join class_measure as m on m.subject = '企业' and m.class = '重点监管'
left join score as s on s.scheme = 'enterprise-quarterly' and s.subject = k.subject and s.node = 'score'
left join done as d on d.contractor_id = k.subject and d.counted = m.counted
left join unused as u
    on u.kind = 'dataset'
        and u.name = case m.counted when '约谈' then 'penalty' when '通报批评' then 'circulated_criticism' else 'inspection' end
order by k.rank desc, k.subject, m.line
