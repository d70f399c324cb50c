-- 噪声检查问题数: 期内检查按噪声事项（ZS01防治措施、ZS02防治费列支）记下的问题；投诉和监测超标另计
-- indicator: noise_problems
-- subject:   project
-- better:    lower
-- unit:      处
-- kind:      count
-- every:     quarter
-- basis:     R023

with evidence as (
    select p.project_id as subject, x.inspection_id, x.line_no, x.problem, coalesce(x.origin, p.origin) as origin
    from project_in_period as p
    left join key_item_problem as x
        on x.project_id = p.project_id and x.item_code in ('ZS01', 'ZS02')
        and x.inspected_on >= period_start() and x.inspected_on < period_end()
    where p.active or x.project_id is not null
)

select
    subject,
    count(inspection_id) as numerator
from evidence
group by subject
