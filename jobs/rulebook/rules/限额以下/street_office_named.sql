-- 街道责任科室登记率: 已登记负责限额以下工程科室的街道比例
--
-- indicator: street_office_named
-- subject:   street
-- better:    higher
-- unit:      "%"
-- basis:     R079

with

evidence as (
    select
        s.street_id as subject,
        x.office,
        coalesce(x.origin, s.origin) as origin
    from street as s
    left join street_office as x on x.street_id = s.street_id and x.updated_on < period_end()
)

select
    subject,
    count(office) as numerator,
    count(*) as denominator
from evidence
group by subject
