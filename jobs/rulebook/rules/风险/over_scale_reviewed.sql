-- 超危大工程方案论证率: 期内在施的超过一定规模危大工程中开工前（含当日）已专家论证的比例
--
-- indicator: over_scale_reviewed
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R009

with

evidence as (
    select
        w.project_id as subject,
        w.work_no,
        w.category,
        w.reviewed_on,
        w.started_on,
        w.origin
    from dangerous_work as w
    join active_project as p on p.project_id = w.project_id
    where w.over_scale and w.started_on < period_end() and (w.finished_on is null or w.finished_on >= period_start())
)

select
    subject,
    count(*) filter (where reviewed_on <= started_on) as numerator,
    count(*) as denominator
from evidence
group by subject
