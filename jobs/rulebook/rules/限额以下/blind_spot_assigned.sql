-- 监管盲点责任落实率: 三类监管盲点中已明确责任科室的比例
--
-- indicator: blind_spot_assigned
-- subject:   street
-- better:    higher
-- unit:      "%"
-- basis:     R078

with

evidence as (
    select
        street_id as subject,
        spot_id,
        kind,
        office,
        origin
    from blind_spot
    where noted_on < period_end()
)

select
    subject,
    count(office) as numerator,
    count(*) as denominator
from evidence
group by subject
