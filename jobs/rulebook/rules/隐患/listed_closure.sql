-- 挂牌督办按期销号率: 督办时限在期内的挂牌重大隐患中按期销号的比例，市级、县级时限见参数表
-- indicator: listed_closure
-- subject:   project
-- basis:     R081, R082

with evidence as (
    select project_id as subject, listing_no, hazard_id, level, listed_on, due, closed_on, origin
    from listing
    where due >= period_start() and due < period_end()
)

select
    subject,
    count(*) filter (where closed_on <= due) as numerator,
    count(*) as denominator
from evidence
group by subject
