-- 噪声防治费拨付率: 期内应拨付的施工噪声污染防治措施费中，在应拨付日期当天或以前已拨付的金额比例，多付的不抵别期
-- indicator: noise_fee_paid
-- subject:   project
-- every:     quarter
-- basis:     R023

with evidence as (
    select
        project_id as subject,
        fee_no,
        due_on,
        payable,
        case when paid_on <= due_on then least(coalesce(paid, 0), payable) else 0 end as paid,
        paid_on,
        origin
    from noise_fee
    where due_on >= period_start() and due_on < period_end() and payable > 0
)

select
    subject,
    sum(paid) as numerator,
    sum(payable) as denominator
from evidence
group by subject
