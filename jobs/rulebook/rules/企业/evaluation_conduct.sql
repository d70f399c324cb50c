-- 企业评价企业市场行为得分: 期内最近一次 JGJ/T 77-2010 评价 A-4 表的得分，缺项按实评项目折算
-- indicator: evaluation_conduct
-- subject:   enterprise
-- unit:      分
-- every:     year
-- basis:     R002

with evidence as (
    select t.enterprise_id as subject, t.score, d.*
    from jgjt77_table_score as t
    join enterprise_evaluation_item as d on d.evaluation_id = t.evaluation_id and d.table_code = t.table_code
    where t.table_code = 'A-4'
)

select
    subject,
    max(score) as numerator,
    1 as denominator
from evidence
group by subject
