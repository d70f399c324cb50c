-- 安全告知书发放率: 本期开工的限额以下工程中开工前（含当日）已发告知书的比例
--
-- indicator: small_work_notice
-- subject:   street
-- better:    higher
-- unit:      "%"
-- basis:     R076

with

evidence as (
    select
        street_id as subject,
        work_id,
        started_on,
        notice_on,
        origin
    from small_work
    where started_on >= period_start() and started_on < period_end()
)

select
    subject,
    count(*) filter (where notice_on <= started_on) as numerator,
    count(*) as denominator
from evidence
group by subject
