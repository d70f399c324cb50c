-- 项目分类差别化监管名单
-- basis: R065
select
    c.class,
    p.project_name,
    p.project_type,
    r.region_name,
    e.enterprise_name,
    c.score,
    c.grade,
    c.rank as place,
    cast(o.value as bigint) as inspections,
    case when exists (select 1 from ledger_since where dataset = 'penalty') then c.penalties end as penalties,
    case when exists (select 1 from ledger_since where dataset = 'award') then c.awards end as awards,
    c.reason
from project_class as c
join project as p on p.project_id = c.project_id
join region as r on r.region_id = p.region_id
join enterprise as e on e.enterprise_id = p.contractor_id
left join observation as o
    on o.indicator = 'supervision_inspections' and o.subject_kind = 'project' and o.subject = c.project_id
order by case c.class when '重点监管' then 1 when '一般' then 2 else 3 end, c.score, c.project_id
