-- 检查重点落实率: 本季度检查重点各事项适用的在施项目中，本季度受过该项检查（宣传教育事项为开展过）的比例
-- duty:    key_items_done
-- case:    key_item_missing 检查重点未受检
-- subject: project
-- every:   quarter
-- basis:   R025, R026, R027, R028

select
    project_id as subject,
    item_code as case_key,
    case when times > 0 then true when once_is_due() then false end as met,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(case kind when '检查' then '本季度未受检：' else '本季度未开展：' end, point) as detail,
    origin
from key_item_project
