-- 监督检查评分: 期内各次检查按 JGJ 59-2011 评分的平均值，没有评分明细的取汇总表的总分；上级取所属项目的平均值
-- indicator: jgj59_score
-- subject:   project
-- unit:      分
-- roll-up:   mean
-- every:     [month, quarter, year]
-- basis:     R010, R085
-- any-of:    inspection inspection_item, inspection_total

with evidence as (
    select
        s.project_id as subject,
        s.inspection_id,
        s.inspected_on,
        s.total,
        s.grade,
        d.table_code,
        d.instance,
        d.item_no,
        m.item_name,
        m.full_mark,
        d.missing,
        d.deducted,
        d.origin
    from jgj59_summary as s
    join inspection_item as d on d.inspection_id = s.inspection_id
    join jgj59_item as m on m.table_code = d.table_code and m.item_no = d.item_no
    where s.inspected_on >= period_start() and s.inspected_on < period_end()
    union all
    select
        t.project_id as subject,
        cast(null as varchar) as inspection_id,
        t.inspected_on,
        t.total,
        cast(null as varchar) as grade,
        cast(null as varchar) as table_code,
        cast(null as bigint) as instance,
        cast(null as bigint) as item_no,
        cast(null as varchar) as item_name,
        cast(null as decimal(18, 4)) as full_mark,
        cast(null as boolean) as missing,
        cast(null as decimal(18, 4)) as deducted,
        t.origin
    from inspection_total as t
    left join jgj59_summary as i on i.project_id = t.project_id and i.inspected_on = t.inspected_on
    where t.inspected_on >= period_start() and t.inspected_on < period_end() and i.inspection_id is null
)

select
    subject,
    sum(total) as numerator,
    count(*) as denominator
from (select distinct subject, inspection_id, inspected_on, total from evidence) as inspections
group by subject
