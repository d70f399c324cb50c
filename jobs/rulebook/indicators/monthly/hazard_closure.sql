-- 隐患销号率: 期内应销号的隐患（期末已到整改期限或期内已销号）中期末已销号的比例
--
-- indicator: hazard_closure
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R083, R036

with

evidence as (
    select
        project_id as subject,
        hazard_id,
        grade,
        due_on,
        closed_on,
        load_id,
        source_row
    from hazard
    where found_on < period_end()
        and (closed_on is null or closed_on >= period_start())
        and (due_on < period_end() or closed_on < period_end())
)

select
    subject,
    count(*) filter (where closed_on < period_end()) as numerator,
    count(*) as denominator
from evidence
group by subject
