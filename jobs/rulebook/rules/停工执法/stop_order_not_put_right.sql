-- 停工整改不达标: 责令停工后，期内复查仍不合格，此后至期末没有合格的复查
--
-- finding: stop_order_not_put_right
-- subject: project
-- basis:   R061

with

reviews as (
    select
        o.project_id,
        o.order_id,
        o.issued_on,
        r.reviewed_on,
        r.passed,
        r.opinion,
        r.origin,
        row_number() over (partition by o.order_id order by r.reviewed_on desc, r.review_no desc) as latest
    from stop_order_review as r
    join stop_order as o on o.order_id = r.order_id
    where r.reviewed_on < period_end()
)

select
    project_id as subject,
    order_id as case_key,
    reviewed_on as since,
    cast(null as date) as due,
    concat(issued_on, '责令停工，', reviewed_on, '复查仍不合格', coalesce('：' || opinion, '')) as detail,
    origin
from reviews
where latest = 1 and not passed and reviewed_on >= period_start()
