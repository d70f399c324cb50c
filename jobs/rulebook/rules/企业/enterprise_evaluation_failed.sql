-- 企业安全生产评价不合格: 按 JGJ/T 77-2010 有不得分项目、评分表或汇总低于参数所定分值，或者所属施工现场不合格
-- finding: enterprise_evaluation_failed
-- subject: enterprise
-- every:   year
-- basis:   R002, R006
-- any-of:  inspection inspection_item, inspection_total

select
    s.enterprise_id as subject,
    s.evaluation_id as case_key,
    s.evaluated_on as since,
    cast(null as date) as due,
    concat(
        '汇总',
        cast(cast(s.total as decimal(5, 2)) as varchar),
        '分',
        case when s.zero_items > 0 then concat('，不得分项目', s.zero_items, '个') else '' end,
        case when s.lowest < l.value then concat('，最低一张表', cast(cast(s.lowest as decimal(5, 2)) as varchar), '分') else '' end,
        case when s.failed_sites > 0 then concat('，不合格施工现场', s.failed_sites, '个') else '' end
    ) as detail,
    max(d.origin) as origin
from jgjt77_summary as s
join enterprise_evaluation_item as d on d.evaluation_id = s.evaluation_id
join parameter as l on l.name = 'evaluation_table_least'
where s.grade = '不合格'
group by s.enterprise_id, s.evaluation_id, s.evaluated_on, s.total, s.zero_items, s.lowest, s.failed_sites, l.value
