-- 检查了未登记的限额以下工程: 本期检查的工程至期末没有登记录入，不计入登记数、检查数和覆盖率
-- finding: small_work_check_unregistered
-- subject: street
-- every:   [month, year]
-- any-of:  small_work small_work_check, small_work small_work_check found_work
-- basis:   R071

select
    street_id as subject,
    check_id as case_key,
    checked_on as since,
    cast(null as date) as due,
    concat(checked_on, '检查“', place, '”，该工程没有登记') as detail,
    origin
from small_work_visit
where checked_on >= period_start() and not registered
