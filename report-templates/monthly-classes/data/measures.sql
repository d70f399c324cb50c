-- 重点监管项目措施台账：应采取的措施、期内已有的次数
-- basis: R066
with done as (
    select
        project_id,
        '监督检查' as counted,
        count(*) as times
    from inspection
    where inspected_on >= period_start() and inspected_on < period_end()
    group by project_id
    union all
    select
        project_id,
        '约谈',
        count(*)
    from penalty
    where kind = '约谈' and decided_on >= period_start() and decided_on < period_end()
    group by project_id
    union all
    select
        project_id,
        '通报批评',
        count(*)
    from circulated_criticism
    where issued_on >= period_start() and issued_on < period_end()
    group by project_id
)

select
    r.region_name,
    p.project_name,
    e.enterprise_name,
    c.score,
    m.measure,
    m.times as required,
    case when u.name is null then coalesce(d.times, 0) end as done,
    case
        when m.times is null then ''
        when u.name is not null then '台账未启用'
        when coalesce(d.times, 0) >= m.times then '期内已达到'
        else '下期落实'
    end as state
from project_class as c
join class_measure as m on m.subject = '项目' and m.class = c.class
join project as p on p.project_id = c.project_id
join region as r on r.region_id = p.region_id
join enterprise as e on e.enterprise_id = p.contractor_id
left join done as d on d.project_id = c.project_id and d.counted = m.counted
left join unused as u
    on u.kind = 'dataset'
        and u.name = case m.counted when '约谈' then 'penalty' when '通报批评' then 'circulated_criticism' else 'inspection' end
where c.class = '重点监管'
order by p.region_id, c.score, c.project_id, m.line
