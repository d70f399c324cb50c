-- 检查重点问题按期整改率: 本季度检查重点各事项在检查中发现、期限在期内的问题中按期整改的比例；逾期未改的逐期列出
-- duty:    key_point_on_time
-- case:    key_problem_overdue 检查重点问题逾期
-- base:    due in the period
-- subject: project
-- every:   quarter
-- basis:   R025, R026, R027, R028

select
    project_id as subject,
    concat(inspection_id, ' ', item_code, ' ', line_no) as case_key,
    coalesce(rectified_on <= due_on, false) as met,
    inspected_on as since,
    due_on as due,
    concat(
        (select max(k.point) from key_point as k where k.item_code = x.item_code), '：', problem,
        case
            when rectified_on < period_end() then concat('，迟', date_diff('day', due_on, rectified_on), '天整改')
            when due_on + interval '1' day >= period_end() then '，期末当日到期，未整改'
            else concat('，至期末未整改，已超期', date_diff('day', due_on, period_end()) - 1, '天')
        end
    ) as detail,
    origin
from key_item_problem as x
where due_on < period_end()
    and (due_on >= period_start() or rectified_on is null or rectified_on >= period_start())
    and exists (
        select 1 from key_point as k where k.quarter = extract(quarter from period_start()) and k.item_code = x.item_code
    )
