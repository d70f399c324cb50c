-- 未经核查擅自开复工: 本期开工、复工前未经条件核查，或核查不合格仍开复工
--
-- finding: resumed_unverified
-- subject: project
-- basis:   R029, R034

select
    x.project_id as subject,
    x.resumption_id as case_key,
    x.resumed_on as since,
    x.resumed_on as due,
    case
        when x.verified_on is null then '未经条件核查即开复工'
        when x.verified_on > x.resumed_on then concat('开复工', date_diff('day', x.resumed_on, x.verified_on), '天后才核查')
        else concat('核查不合格（', coalesce(x.failed_items, 0), '项）仍开复工')
    end as detail,
    x.origin
from resumption_check as x
where x.resumed_on >= period_start() and x.resumed_on < period_end()
    and (x.verified_on is null or x.verified_on > x.resumed_on or not coalesce(x.passed, false))
