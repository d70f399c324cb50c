-- 限额以下工程审查完备率: 本期登记的工程中合同、企业资质、人员资质、保障措施四项均已审查的比例
--
-- indicator: small_work_review
-- subject:   street
-- better:    higher
-- unit:      "%"
-- basis:     R075

with

evidence as (
    select
        street_id as subject,
        work_id,
        coalesce(contract_checked, false) and coalesce(firm_checked, false)
            and coalesce(staff_checked, false) and coalesce(measures_checked, false) as reviewed,
        origin
    from small_work
    where registered_on >= period_start() and registered_on < period_end()
)

select
    subject,
    count(*) filter (where reviewed) as numerator,
    count(*) as denominator
from evidence
group by subject
