-- 监管盲点责任落实率: 期末停工工地、未完工的限额以下工程和单位内部施工中台账已写明由谁管理的比例
-- duty:    blind_spot_assigned
-- case:    blind_spot_unassigned 监管盲点漏登或者无人负责
-- subject: street
-- any-of:  blind_spot small_work, blind_spot project, blind_spot found_work, blind_spot small_work project found_work
-- basis:   R078

select
    street_id as subject,
    target as case_key,
    state = '已明确' as met,
    since,
    cast(null as date) as due,
    concat(kind, '“', place, case when state = '漏登' then '”漏登台账' else '”责任不明，台账未写明由谁管理' end) as detail,
    origin
from blind_spot_due
