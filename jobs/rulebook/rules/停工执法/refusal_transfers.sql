-- 危险作业罪线索移交率: 移交期限在期内的线索中按期移交的比例，期限见参数表
-- indicator: refusal_transfers
-- subject:   project
-- every:     quarter
-- basis:     R038

with evidence as (
    select project_id as subject, refusal_id, judged_on, due, transferred_on, state, origin
    from crime_clue
    where due >= period_start() and due < period_end()
)

select
    subject,
    count(*) filter (where state = '已移交') as numerator,
    count(*) as denominator
from evidence
group by subject
