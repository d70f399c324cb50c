-- 开复工条件核查率: 本期开工、复工的项目中事前（含当日）经条件核查且合格的比例
-- duty:    resumption_verified
-- case:    resumed_unverified 未经核查擅自开复工
-- subject: project
-- basis:   R029, R034

select
    project_id as subject,
    resumption_id as case_key,
    coalesce(verified_on <= resumed_on and passed, false) as met,
    resumed_on as since,
    resumed_on as due,
    case
        when verified_on is null then '未经条件核查即开复工'
        when verified_on > resumed_on then concat('开复工', date_diff('day', resumed_on, verified_on), '天后才核查')
        else concat('核查不合格（', coalesce(failed_items, 0), '项）仍开复工')
    end as detail,
    origin
from resumption_check
where resumed_on >= period_start() and resumed_on < period_end()
