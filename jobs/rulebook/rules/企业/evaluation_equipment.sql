-- 企业评价设备和设施管理得分: 期内最近一次 JGJ/T 77-2010 评价 A-3 表的得分，缺项按实评项目折算
-- indicator: evaluation_equipment
-- subject:   enterprise
-- unit:      分
-- every:     year
-- basis:     R002

with evidence as (
    select t.enterprise_id as subject, t.score, d.*
    from jgjt77_table_score as t
    join enterprise_evaluation_item as d on d.evaluation_id = t.evaluation_id and d.table_code = t.table_code
    where t.table_code = 'A-3'
)

select
    subject,
    max(score) as numerator,
    1 as denominator
from evidence
group by subject
