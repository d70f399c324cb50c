-- 开复工条件核查率: 本期开工、复工的项目中事前（含当日）经条件核查且合格的比例
--
-- indicator: resumption_verified
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R029, R034

with

evidence as (
    select
        x.project_id as subject,
        x.resumption_id,
        x.resumed_on,
        x.verified_on,
        x.passed,
        x.origin
    from resumption_check as x
    where x.resumed_on >= period_start() and x.resumed_on < period_end()
)

select
    subject,
    count(*) filter (where verified_on <= resumed_on and passed) as numerator,
    count(*) as denominator
from evidence
group by subject
