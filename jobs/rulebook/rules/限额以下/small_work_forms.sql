-- 检查表归档率: 本期检查中检查表已归档的比例
--
-- indicator: small_work_forms
-- subject:   street
-- basis:     R080

with

evidence as (
    select
        w.street_id as subject,
        c.check_id,
        coalesce(c.form_filed, false) as form_filed,
        c.origin
    from small_work_check as c
    join small_work as w on w.work_id = c.work_id
    where c.checked_on >= period_start() and c.checked_on < period_end()
)

select
    subject,
    count(*) filter (where form_filed) as numerator,
    count(*) as denominator
from evidence
group by subject
