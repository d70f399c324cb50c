-- 超危大工程方案论证率: 期内在施的超过一定规模危大工程中开工前（含当日）已专家论证的比例
-- duty:    over_scale_reviewed
-- case:    over_scale_unreviewed 超危大工程未经论证施工
-- subject: project
-- basis:   R009

select
    w.project_id as subject,
    w.work_no as case_key,
    coalesce(w.reviewed_on <= w.started_on, false) as met,
    w.started_on as since,
    w.started_on as due,
    concat(
        w.category,
        case when w.reviewed_on is null then '未经专家论证即施工' else concat('开工', date_diff('day', w.started_on, w.reviewed_on), '天后才论证') end
    ) as detail,
    w.origin
from dangerous_work as w
join active_project as p on p.project_id = w.project_id
where w.over_scale and w.started_on < period_end() and (w.finished_on is null or w.finished_on >= period_start())
