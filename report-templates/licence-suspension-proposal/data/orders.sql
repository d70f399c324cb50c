-- 提请所据的停工令及复查：最近一次停工令及其前十二个月内的，连同复查不合格的
with latest as (
    select max(issued_on) as issued_on from standing_stop_order where project_id = recipient()
)

select
    o.order_id,
    o.issued_on,
    o.reason,
    o.due_on,
    o.lifted_on,
    max(review.reviewed_on) filter (where not review.passed) as failed_on
from standing_stop_order as o
cross join latest
left join stop_order_review as review
    on review.order_id = o.order_id and review.reviewed_on < period_end()
where o.project_id = recipient()
    and (
        o.issued_on >= latest.issued_on - interval '12' month
        or exists (
            select 1 from finding
            where finding.rule = 'stop_order_not_put_right'
                and finding.subject = o.project_id
                and finding.case_key = o.order_id
                and finding.state <> 'cleared'
        )
    )
group by o.order_id, o.issued_on, o.reason, o.due_on, o.lifted_on
order by o.issued_on, o.order_id
