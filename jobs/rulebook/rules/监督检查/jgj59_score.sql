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
        coalesce(d.origin, s.origin) as origin
    from inspection_score as s
    left join inspection_item as d on d.inspection_id = s.inspection_id
    left join jgj59_item as m on m.table_code = d.table_code and m.item_no = d.item_no
    where s.inspected_on >= period_start() and s.inspected_on < period_end()
)

select
    subject,
    sum(total) as numerator,
    count(*) as denominator
from (select distinct subject, inspection_id, inspected_on, total from evidence) as inspections
group by subject
