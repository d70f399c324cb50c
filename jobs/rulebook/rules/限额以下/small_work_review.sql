-- 限额以下工程审查完备率: 本期登记的工程中合同、企业资质、人员资质、保障措施四项均已审查的比例
-- duty:    small_work_review
-- case:    small_work_unreviewed 限额以下工程审查不全
-- subject: street
-- basis:   R075

select
    street_id as subject,
    work_id as case_key,
    coalesce(contract_checked and firm_checked and staff_checked and measures_checked, false) as met,
    registered_on as since,
    cast(null as date) as due,
    concat(
        work_name,
        '未审查：',
        case when coalesce(contract_checked, false) then '' else '施工合同 ' end,
        case when coalesce(firm_checked, false) then '' else '企业资质 ' end,
        case when coalesce(staff_checked, false) then '' else '人员资质 ' end,
        case when coalesce(measures_checked, false) then '' else '安全保障措施' end
    ) as detail,
    origin
from small_work
where registered_on >= period_start() and registered_on < period_end()
