-- 企业安全生产评价得分: 期内最近一次按 JGJ/T 77-2010 评价的汇总分；与季度考评分别计算
-- indicator: jgjt77_score
-- subject:   enterprise
-- unit:      分
-- every:     year
-- basis:     R002, R065
-- any-of:    inspection inspection_item, inspection_total

with evidence as (
    select
        s.enterprise_id as subject,
        s.total,
        s.grade,
        d.table_code,
        d.item_no,
        m.item_name,
        m.full_mark,
        d.missing,
        d.deducted,
        d.origin
    from jgjt77_summary as s
    join enterprise_evaluation_item as d on d.evaluation_id = s.evaluation_id
    join jgjt77_item as m on m.table_code = d.table_code and m.item_no = d.item_no
)

select
    subject,
    max(total) as numerator,
    1 as denominator
from evidence
group by subject
