-- 未发安全告知书即开工: 本期开工的限额以下工程开工时未发告知书
--
-- finding: small_work_without_notice
-- subject: street
-- basis:   R076

select
    street_id as subject,
    work_id as case_key,
    started_on as since,
    started_on as due,
    concat(
        work_name,
        case when notice_on is null then '至期末未发告知书' else concat('开工后', date_diff('day', started_on, notice_on), '天才发告知书') end
    ) as detail,
    origin
from small_work
where started_on >= period_start() and started_on < period_end()
    and (notice_on is null or notice_on > started_on)
