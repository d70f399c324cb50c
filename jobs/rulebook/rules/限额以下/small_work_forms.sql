-- 检查表填写率: 本期检查中检查表每个事项都填了结果的比例
-- indicator: small_work_forms
-- subject:   street
-- any-of:    small_work_item small_work small_work_check, small_work_item small_work small_work_check found_work
-- basis:     R080

with evidence as (
    select
        l.street_id as subject,
        l.check_id,
        l.item_no,
        l.result,
        not exists (
            select 1 from small_work_form_line as x
            where x.check_id = l.check_id and x.result is null
        ) as filled,
        l.origin
    from small_work_form_line as l
)

select
    subject,
    count(distinct case when filled then check_id end) as numerator,
    count(distinct check_id) as denominator
from evidence
group by subject
