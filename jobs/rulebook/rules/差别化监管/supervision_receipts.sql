-- 告知单回执按期率: 回执期限在期内的差别化监管文书中按期报送回执的比例，期限为送达后第五个工作日
--
-- indicator: supervision_receipts
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R097

with

evidence as (
    select
        project_id as subject,
        notice_no,
        kind,
        delivered_on,
        due,
        receipt_on,
        origin
    from receipt_duty
    where due >= period_start() and due < period_end()
)

select
    subject,
    count(*) filter (where receipt_on <= due) as numerator,
    count(*) as denominator
from evidence
group by subject
