-- 安全告知书发放率: 本期开工的限额以下工程中开工前（含当日）已登记并发告知书的比例；开工后才登记的算没有发
-- duty:    small_work_notice
-- case:    small_work_without_notice 未发安全告知书即开工
-- subject: street
-- basis:   R076

select
    street_id as subject,
    work_id as case_key,
    coalesce(notice_on <= started_on and registered_on <= started_on, false) as met,
    started_on as since,
    started_on as due,
    concat(
        work_name,
        case
            when notice_on is null or notice_on >= period_end() then '至期末未发告知书'
            when notice_on > started_on then concat('开工后', date_diff('day', started_on, notice_on), '天才发告知书')
            else concat('开工后', date_diff('day', started_on, registered_on), '天才登记，不算开工前告知')
        end
    ) as detail,
    origin
from small_work
where started_on >= period_start() and started_on < period_end()
