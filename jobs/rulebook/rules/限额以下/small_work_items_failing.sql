-- 检查事项不符合率: 本期检查的事项中不符合的比例，没有填写的、不涉及的不算检查
-- indicator: small_work_items_failing
-- subject:   street
-- better:    lower
-- any-of:    small_work_item small_work small_work_check, small_work_item small_work small_work_check found_work
-- basis:     R080

with evidence as (
    select street_id as subject, check_id, item_no, result, origin
    from small_work_form_line
    where result <> '不涉及'
)

select
    subject,
    count(*) filter (where result = '不符合') as numerator,
    count(*) as denominator
from evidence
group by subject
