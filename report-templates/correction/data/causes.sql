-- 更正原因：各批数据、申诉、规则，及各涉及多少项更正（本对象的）
with place as (
    select 'region' as subject_kind, region_id as subject, region_id from region
    union all
    select 'street', street_id, region_id from street
    union all
    select 'project', project_id, region_id from project_in_period
    union all
    select 'equipment_firm', firm_id, region_id from equipment_firm
),

numbered as (
    select *, dense_rank() over (order by kind, load_id, objection) as cause_no
    from correction_cause
)

select
    n.cause_no,
    n.kind,
    n.load_id,
    n.dataset,
    n.file,
    n.arrived_at,
    n.objection,
    n.words,
    case n.kind
        when 'load' then concat('收到补报或更正的“', n.dataset, '”数据')
        when 'undone' then concat('撤回“', n.dataset, '”数据')
        when 'objection' then concat('采纳申诉：', n.words)
        else '评分办法、指标规则或往期结果有调整'
    end as reason,
    count(*) as figures
from numbered as n
join correction as c on c.line = n.line
left join place as p on p.subject_kind = c.subject_kind and p.subject = c.subject
where p.region_id = recipient() or recipient() in (select city_id from city)
group by n.cause_no, n.kind, n.load_id, n.dataset, n.file, n.arrived_at, n.objection, n.words
order by n.cause_no
