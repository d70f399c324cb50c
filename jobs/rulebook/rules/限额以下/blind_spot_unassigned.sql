-- 监管盲点无人负责: 停工工地、限额以下工程、单位内部施工未明确责任科室
--
-- finding: blind_spot_unassigned
-- subject: street
-- basis:   R078

select
    street_id as subject,
    spot_id as case_key,
    noted_on as since,
    cast(null as date) as due,
    concat(kind, '“', place, '”未明确责任科室') as detail,
    origin
from blind_spot
where noted_on < period_end() and office is null
