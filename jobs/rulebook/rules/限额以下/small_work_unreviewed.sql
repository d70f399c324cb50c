-- 限额以下工程审查不全: 本期登记的工程四项审查有缺
--
-- finding: small_work_unreviewed
-- subject: street
-- basis:   R075

select
    street_id as subject,
    work_id as case_key,
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
    and not (
        coalesce(contract_checked, false) and coalesce(firm_checked, false)
        and coalesce(staff_checked, false) and coalesce(measures_checked, false)
    )
