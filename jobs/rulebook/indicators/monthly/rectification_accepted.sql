-- 整改方案逐条验收率: 整改期限在期内的方案条目中按期通过验收的比例，期限当日验收算按期
--
-- indicator: rectification_accepted
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R100

with

evidence as (
    select
        c.project_id as subject,
        i.check_no,
        i.item_no,
        i.duty_holder,
        i.due_on,
        i.accepted_on,
        i.result,
        i.origin
    from rectification_item as i
    join supervision_check as c on c.check_no = i.check_no
    where i.due_on >= period_start() and i.due_on < period_end()
)

select
    subject,
    count(*) filter (where accepted_on <= due_on and coalesce(result = '合格', true)) as numerator,
    count(*) as denominator
from evidence
group by subject
