-- 停工整改不达标: 责令停工后期内第一次复查不合格，提请处理；其后复查的结果一并注明
-- finding: stop_order_not_put_right
-- subject: project
-- basis:   R061
--
-- 一份停工令只提请一次；整改期限已过而没有复查的，停工整改项目清单列为待复查，不提请。

with reviews as (
    select
        o.project_id,
        o.order_id,
        o.issued_on,
        r.reviewed_on,
        r.opinion,
        r.origin,
        row_number() over (partition by o.order_id order by r.reviewed_on, r.review_no) as place
    from stop_order_review as r
    join standing_stop_order as o on o.order_id = r.order_id
    where not r.passed and r.reviewed_on < period_end()
),

passed as (
    select order_id, max(reviewed_on) as passed_on
    from stop_order_review
    where passed and reviewed_on < period_end()
    group by order_id
)

select
    r.project_id as subject,
    r.order_id as case_key,
    r.reviewed_on as since,
    cast(null as date) as due,
    concat(
        r.issued_on, '责令停工，', r.reviewed_on, '复查不合格', coalesce('：' || r.opinion, ''),
        case when p.passed_on >= r.reviewed_on then concat('，', p.passed_on, '复查合格') else '' end
    ) as detail,
    r.origin
from reviews as r
left join passed as p on p.order_id = r.order_id
where r.place = 1 and r.reviewed_on >= period_start()
