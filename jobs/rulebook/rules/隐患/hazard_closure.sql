-- 隐患销号率: 期内应销号的隐患（整改期限在期内或期内已销号）中期末已销号的比例
--
-- indicator: hazard_closure
-- subject:   project
-- better:    higher
-- unit:      "%"
-- every:     [month, quarter, year]
-- basis:     R083, R036
--
-- 每条隐患到期时计一次、销号时计一次；到期前各期已销号的不再计。长期未销号的另见超期指标。

with

evidence as (
    select
        project_id as subject,
        hazard_id,
        grade,
        due_on,
        closed_on,
        origin
    from hazard
    where (due_on >= period_start() and due_on < period_end() and (closed_on is null or closed_on >= period_start()))
        or (closed_on >= period_start() and closed_on < period_end())
)

select
    subject,
    count(*) filter (where closed_on < period_end()) as numerator,
    count(*) as denominator
from evidence
group by subject
