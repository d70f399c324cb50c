-- 危险作业罪线索移送率: 至期末认定拒不整改的线索中已移送司法机关的比例（本年认定的）
--
-- indicator: refusal_transfers
-- subject:   project
-- every:     quarter
-- basis:     R038

with

evidence as (
    select
        x.project_id as subject,
        x.refusal_id,
        x.transferred_on,
        x.origin
    from refusal as x
    where x.refused_on >= year_start() and x.refused_on < period_end()
)

select
    subject,
    count(*) filter (where transferred_on < period_end()) as numerator,
    count(*) as denominator
from evidence
group by subject
