-- 监管盲点责任落实率: 三类监管盲点中已明确责任科室的比例
--
-- duty:    blind_spot_assigned
-- case:    blind_spot_unassigned 监管盲点无人负责
-- subject: street
-- basis:   R078

select
    street_id as subject,
    spot_id as case_key,
    office is not null as met,
    noted_on as since,
    cast(null as date) as due,
    concat(kind, '“', place, '”未明确责任科室') as detail,
    origin
from blind_spot
where noted_on < period_end()
