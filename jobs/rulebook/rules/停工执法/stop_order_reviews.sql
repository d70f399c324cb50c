-- 停工整改复查合格率: 期内停工整改复查中合格的比例，撤销的停工令不计
-- indicator: stop_order_reviews
-- subject:   project
-- basis:     R061

with evidence as (
    select o.project_id as subject, r.order_id, r.review_no, r.reviewed_on, r.passed, r.origin
    from stop_order_review as r
    join standing_stop_order as o on o.order_id = r.order_id
    where r.reviewed_on >= period_start() and r.reviewed_on < period_end()
)

select
    subject,
    count(*) filter (where passed) as numerator,
    count(*) as denominator
from evidence
group by subject
