-- 隐患销号率: 整改期限不晚于期末、期初尚未销号的隐患中，期末前经复查销号的比例
-- indicator: hazard_closure
-- subject:   project
-- better:    higher
-- unit:      "%"
-- every:     [month, quarter, year]
-- basis:     R083, R036
--
-- 以前各期到期而未销号的隐患每期都在分母里，直到销号；整改完成而未复查销号的不算销号；期限未到的不在分母里。
-- 期前已竣工的项目不计，与逾期清单一致。

with evidence as (
    select
        h.project_id as subject,
        h.hazard_id,
        h.grade,
        h.due_on,
        h.closed_on,
        h.origin
    from hazard as h
    join project_in_period as p on p.project_id = h.project_id
    where h.due_on < period_end()
        and (h.closed_on is null or h.closed_on >= period_start())
        and not p.finished_before
)

select
    subject,
    count(*) filter (where closed_on < period_end()) as numerator,
    count(*) as denominator
from evidence
group by subject
