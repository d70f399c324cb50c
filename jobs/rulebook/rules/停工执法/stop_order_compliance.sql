-- 停工令执行率: 整改期限在期内、期末没有撤销的停工令中按期整改获准复工、且未擅自复工的比例
-- indicator: stop_order_compliance
-- subject:   project
-- every:     [month, quarter, year]
-- basis:     R037, R061

with evidence as (
    select project_id as subject, order_id, due_on, lifted_on, resumed_without_clearance, origin
    from standing_stop_order
    where due_on >= period_start() and due_on < period_end()
)

select
    subject,
    count(*) filter (where lifted_on <= due_on and not resumed_without_clearance) as numerator,
    count(*) as denominator
from evidence
group by subject
